-- whoever tipped during a stream watched it, as long as their account is not erased
-- kind: rule
SELECT t.id AS tip, t.sender_id, t.stream_id
FROM tips AS t
JOIN users AS u ON u.id = t.sender_id
LEFT JOIN stream_viewers AS v ON v.user_id = t.sender_id AND v.stream_id = t.stream_id
WHERE u.erased_at IS NULL AND (v.id IS NULL OR t.created_at NOT BETWEEN v.joined_at AND v.left_at)
