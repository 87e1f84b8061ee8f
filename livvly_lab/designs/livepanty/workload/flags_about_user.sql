-- Which flags are about this user, the latest first?
-- endpoint: GET /admin/users/{id}
-- index: idx_moderation_flags_user
-- runs: shared
-- draw typical:
--   SELECT user_id
--   FROM {moderation_flags}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {moderation_flags}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT category, confidence, status, created_at
FROM {moderation_flags}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 50
