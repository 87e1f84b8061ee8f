-- the hours since active users were last seen, of those who signed up half a year before
-- distribution: hours since last seen
-- kind: values
-- unit: users
-- axis: hours
-- departs: nobody was away for longer than half the time since signing up
SELECT extract(epoch FROM %(as_of)s::timestamptz - last_login_at) / 3600 AS value
FROM users
WHERE is_active AND last_login_at > %(as_of)s::timestamptz - interval '60 days'
  AND created_at < %(as_of)s::timestamptz - interval '180 days'
