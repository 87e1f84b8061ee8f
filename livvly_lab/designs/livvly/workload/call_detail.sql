-- What happened in this call?
-- endpoint: GET /calls/{id}
-- index: calls_pkey
-- runs: shard
-- draw typical: SELECT id AS call_id FROM {calls} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('no call ' || n)::uuid AS call_id FROM generate_series(1, 2) AS n
SELECT caller_id, receiver_id, call_type, status, rate_per_minute, duration_seconds, coins_charged, rating, started_at
FROM {calls}
WHERE id = %(call_id)s AND deleted_at IS NULL
