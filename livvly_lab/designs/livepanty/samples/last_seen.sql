-- the hours since active viewers were seen who have been there for half a year, those who are online left out
-- distribution: hours since last seen
-- kind: values
-- unit: users
-- axis: hours
-- departs: accounts that fell asleep are still active, and were seen last when they did
SELECT extract(epoch FROM %(as_of)s::timestamptz - last_login_at) / 3600 AS value
FROM users
WHERE role = 'viewer' AND status = 'active' AND last_login_at < %(as_of)s::timestamptz - interval '2 minutes'
  AND created_at < %(as_of)s::timestamptz - interval '6 months'
