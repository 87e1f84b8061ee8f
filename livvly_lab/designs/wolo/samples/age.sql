-- the years users are over thirteen, of those who are no staff and work for no partner
-- distribution: years over 13
-- kind: values
-- unit: users
-- axis: years over 13
-- step: 0.003
SELECT (%(as_of)s::timestamptz::date - p.date_of_birth) / 365.25 - 13 AS value
FROM profiles AS p
JOIN users AS u ON u.id = p.user_id
WHERE NOT u.roles && '{admin,super_admin,partner}'
