-- how much users do, of those who were there for a year and are active: events for each of them
-- distribution: engagement of users
-- kind: values
-- unit: users
-- axis: events, relative to the mean
-- step: 1
-- relative: mean
-- departs: events are whole numbers, and a few a year tell little of how much somebody does
SELECT coalesce(e.events, 0)::float8 AS value
FROM users AS u
LEFT JOIN (
  SELECT user_id, count(*) AS events
  FROM analytics_events
  WHERE event_name NOT IN ('user_registered', 'pot_created')
  GROUP BY user_id
) AS e ON e.user_id = u.id
WHERE u.is_active AND u.last_login_at > %(as_of)s::timestamptz - interval '30 days'
  AND u.created_at < %(as_of)s::timestamptz - interval '365 days'
