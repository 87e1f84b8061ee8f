-- What did this user do last?
-- endpoint: GET /admin/users/{id}/events
-- index: idx_analytics_events_user_id
-- runs: shared
-- draw typical:
--   SELECT user_id
--   FROM {analytics_events}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {analytics_events}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT event_name, platform, page_url, timestamp
FROM {analytics_events}
WHERE user_id = %(user_id)s
ORDER BY timestamp DESC
LIMIT 50
