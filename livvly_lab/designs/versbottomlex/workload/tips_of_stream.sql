-- What was given during this stream?
-- endpoint: GET /streams/:id/tips
-- index: idx_transactions_stream
-- runs: shard
-- draw typical:
--   SELECT stream_id AS stream_id
--   FROM {transactions}
--   WHERE stream_id IS NOT NULL
--   GROUP BY stream_id
--   ORDER BY md5(stream_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT stream_id AS stream_id
--   FROM {transactions}
--   WHERE stream_id IS NOT NULL
--   GROUP BY stream_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS stream_id FROM generate_series(1, 2) AS n
SELECT viewer_id, kind, gift_code, message, gross_minor, created_at
FROM {transactions}
WHERE stream_id = %(stream_id)s AND kind IN ('tip', 'gift') AND status = 'settled'
ORDER BY created_at DESC
