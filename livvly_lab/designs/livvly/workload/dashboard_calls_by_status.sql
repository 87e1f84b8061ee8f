-- How did the calls of the last seven days end, over all shards?
-- endpoint: GET /admin/dashboard/calls
-- index: none
-- runs: scatter
-- draw typical: SELECT max(created_at) AS now FROM {calls}
SELECT call_type, status, count(*) AS calls, avg(duration_seconds) AS seconds
FROM {calls}
WHERE created_at > %(now)s::timestamptz - interval '7 days' AND deleted_at IS NULL
GROUP BY call_type, status
ORDER BY calls DESC
