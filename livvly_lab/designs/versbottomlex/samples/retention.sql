-- how long recordings are kept, of those of the last thirty days, which none has outlived yet
-- distribution: retention
-- kind: choices
-- unit: recordings
SELECT retention_code, count(*) FROM stream_archives WHERE created_at > %(as_of)s::timestamptz - interval '30 days' GROUP BY 1
