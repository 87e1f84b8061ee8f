-- Which calls does the data export of this user hold?
-- endpoint: GET /me/export/calls
-- index: idx_calls_caller
-- runs: shard
-- keeps deleted: an export of personal data shows what is still stored, deleted or not
-- draw typical: SELECT id AS user_id FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw hot:
--   SELECT caller_id AS user_id
--   FROM {calls}
--   WHERE caller_id IS NOT NULL
--   GROUP BY caller_id
--   ORDER BY count(*) DESC, caller_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, receiver_id, call_type, status, duration_seconds, coins_charged, rating, created_at, deleted_at
FROM {calls}
WHERE caller_id = %(user_id)s
