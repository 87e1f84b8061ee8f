-- the hours since active creators were seen who have been there for half a year
-- distribution: hours since creators were seen
-- kind: values
-- unit: creators
-- axis: hours
SELECT extract(epoch FROM %(as_of)s::timestamptz - last_active_at) / 3600 AS value
FROM users
WHERE is_creator AND is_active AND deleted_at IS NULL
  AND created_at < %(as_of)s::timestamptz - interval '6 months'
