-- Who, in this shard, has blocked this user?
-- endpoint: GET /admin/users/{id}/blocked-by
-- index: idx_user_blocks_blocked_id
-- runs: shard
-- draw typical:
--   SELECT blocked_id AS user_id
--   FROM {user_blocks}
--   GROUP BY blocked_id
--   ORDER BY md5(blocked_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT blocker_id, reason, created_at
FROM {user_blocks}
WHERE blocked_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 100
