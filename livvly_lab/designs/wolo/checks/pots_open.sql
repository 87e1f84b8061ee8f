-- every pot was made after its owner signed up, opens thirty days before the birthday, and closes after it
-- kind: time
SELECT p.id AS pot, p.created_at, p.scheduled_open_at, p.birthday_date, p.closed_at, u.created_at AS signup
FROM pots AS p
JOIN users AS u ON u.id = p.owner_user_id
WHERE p.created_at < u.created_at
   OR p.created_at >= p.scheduled_open_at
   OR (p.scheduled_open_at AT TIME ZONE 'Africa/Dakar')::date <> p.birthday_date - 30
   OR (p.closed_at AT TIME ZONE 'Africa/Dakar')::date <= p.birthday_date
