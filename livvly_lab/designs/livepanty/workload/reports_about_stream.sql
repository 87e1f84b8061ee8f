-- What was reported about this stream?
-- endpoint: GET /admin/streams/{id}
-- index: idx_reports_stream
-- runs: shared
-- draw typical:
--   SELECT stream_id
--   FROM {reports}
--   WHERE stream_id IS NOT NULL
--   GROUP BY stream_id
--   ORDER BY md5(stream_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT stream_id
--   FROM {reports}
--   WHERE stream_id IS NOT NULL
--   GROUP BY stream_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS stream_id FROM generate_series(1, 2) AS n
SELECT reason, description, status, created_at
FROM {reports}
WHERE stream_id = %(stream_id)s
ORDER BY created_at
LIMIT 50
