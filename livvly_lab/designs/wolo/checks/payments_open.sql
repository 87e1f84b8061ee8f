-- every payment was begun while its pot was open, by somebody who was there, and not by the owner
-- kind: time
SELECT d.id AS donation, d.initiated_at, p.actual_opened_at, p.birthday_date, u.created_at AS signup
FROM donations AS d
JOIN pots AS p ON p.id = d.pot_id
LEFT JOIN users AS u ON u.id = d.donor_user_id
WHERE d.initiated_at < p.actual_opened_at
   OR d.initiated_at >= p.birthday_date + 1
   OR d.initiated_at < u.created_at
   OR d.donor_user_id = p.owner_user_id
   OR (d.is_anonymous AND NOT p.allow_anonymous_donations)
   OR (d.donation_message IS NOT NULL AND NOT p.enable_messages)
