-- How often did this user ask for a password reset lately?
-- endpoint: POST /auth/forgot
-- index: idx_password_reset_tokens_user
-- runs: shard
-- draw typical:
--   SELECT user_id
--   FROM {password_reset_tokens}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT created_at, used_at
FROM {password_reset_tokens}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 5
