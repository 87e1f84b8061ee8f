-- the hours since active traders were seen who have been there for half a year
-- distribution: hours since last seen
-- kind: values
-- unit: users
-- axis: hours
SELECT extract(epoch FROM %(as_of)s::timestamptz - last_active) / 3600 AS value
FROM users
WHERE user_type = 'trader' AND is_active AND deleted_at IS NULL AND last_active IS NOT NULL
  AND created_at < %(as_of)s::timestamptz - interval '6 months'
