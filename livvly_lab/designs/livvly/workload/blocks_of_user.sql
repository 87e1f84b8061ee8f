-- Whom has this user blocked?
-- endpoint: GET /me/blocks
-- index: user_blocks_blocker_id_blocked_id_key
-- runs: shard
-- draw typical:
--   SELECT blocker_id AS user_id
--   FROM {user_blocks}
--   GROUP BY blocker_id
--   ORDER BY md5(blocker_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT blocker_id AS user_id
--   FROM {user_blocks}
--   GROUP BY blocker_id
--   ORDER BY count(*) DESC, blocker_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT blocked_id, reason, created_at
FROM {user_blocks}
WHERE blocker_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 100
