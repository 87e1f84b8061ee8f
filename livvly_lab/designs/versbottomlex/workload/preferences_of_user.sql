-- In which language and theme does this user read?
-- endpoint: every page
-- index: user_preferences_pkey
-- runs: shard
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {user_preferences}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {user_preferences}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT locale, timezone, theme, shows_online
FROM {user_preferences}
WHERE user_id = %(user_id)s
