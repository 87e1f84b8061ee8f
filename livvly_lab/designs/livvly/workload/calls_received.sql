-- Which completed calls did this creator receive from callers of one shard, the newest first?
-- endpoint: GET /me/calls?role=receiver
-- index: idx_calls_composite
-- runs: shard
-- draw typical:
--   SELECT receiver_id AS user_id
--   FROM {calls}
--   WHERE receiver_id IS NOT NULL
--   GROUP BY receiver_id
--   ORDER BY md5(receiver_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT receiver_id AS user_id
--   FROM {calls}
--   WHERE receiver_id IS NOT NULL
--   GROUP BY receiver_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, caller_id, call_type, duration_seconds, diamonds_earned, rating, created_at
FROM {calls}
WHERE receiver_id = %(user_id)s AND status = 'completed' AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 20
