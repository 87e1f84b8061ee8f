-- the hours since active users were seen who have been there for half a year and are no creators
-- distribution: hours since last seen
-- kind: values
-- unit: users
-- axis: hours
SELECT extract(epoch FROM %(as_of)s::timestamptz - last_active_at) / 3600 AS value
FROM users
WHERE NOT is_creator AND is_active AND deleted_at IS NULL AND last_active_at IS NOT NULL
  AND created_at < %(as_of)s::timestamptz - interval '6 months'
