-- How does this user watch?
-- endpoint: every player
-- index: viewer_profiles_pkey
-- runs: shard
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {viewer_profiles}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id AS user_id
--   FROM {viewer_profiles}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT quality, autoplays, subtitle_locale, highest_rating
FROM {viewer_profiles}
WHERE user_id = %(user_id)s
