-- Which calls did this user make, the newest first?
-- endpoint: GET /me/calls?role=caller
-- index: idx_calls_live
-- runs: shard
-- draw typical: SELECT id AS user_id FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw hot:
--   SELECT caller_id AS user_id
--   FROM {calls}
--   WHERE caller_id IS NOT NULL
--   GROUP BY caller_id
--   ORDER BY count(*) DESC, caller_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, receiver_id, call_type, status, duration_seconds, coins_charged, created_at
FROM {calls}
WHERE caller_id = %(user_id)s AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 20
