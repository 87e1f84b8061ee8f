-- every batch holds as many contacts as invitations were sent with it, and forgets them after thirty days
-- kind: rule
SELECT b.id AS batch, b.batch_date, b.sent_count, count(r.id) AS sent, jsonb_array_length(b.contact_snapshot) AS contacts
FROM sponsor_contact_batches AS b
LEFT JOIN referrals AS r ON r.batch_id = b.id AND r.sponsor_user_id = b.sponsor_user_id
GROUP BY b.id, b.batch_date, b.sent_count, b.start_position, b.end_position, b.contact_snapshot
HAVING count(r.id) <> b.sent_count
    OR b.end_position - b.start_position <> b.sent_count
    OR jsonb_array_length(b.contact_snapshot) <> b.sent_count
    OR (b.contact_snapshot IS NOT NULL AND b.batch_date < date '2026-11-01' - 30)
