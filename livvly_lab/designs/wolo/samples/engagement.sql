-- how much users do, of those who were there for a year and are active: events for each of them
-- distribution: engagement of users
-- kind: ranks
-- unit: events
SELECT coalesce(e.events, 0)
FROM users AS u
LEFT JOIN (
  SELECT user_id, count(*) AS events
  FROM analytics_events
  WHERE event_name NOT IN ('user_registered', 'pot_created')
  GROUP BY user_id
) AS e ON e.user_id = u.id
WHERE u.is_active AND u.last_login_at > %(as_of)s::timestamptz - interval '30 days'
  AND u.created_at < %(as_of)s::timestamptz - interval '365 days'
