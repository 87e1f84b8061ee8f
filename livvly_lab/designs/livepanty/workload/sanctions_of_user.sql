-- Which sanctions did this user get, the latest first?
-- endpoint: GET /admin/users/{id}
-- index: idx_user_sanctions_user
-- runs: shard
-- draw typical:
--   SELECT user_id
--   FROM {user_sanctions}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {user_sanctions}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT kind, reason, starts_at, ends_at, lifted_at
FROM {user_sanctions}
WHERE user_id = %(user_id)s
ORDER BY starts_at DESC
LIMIT 20
