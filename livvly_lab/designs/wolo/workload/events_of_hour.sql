-- What happened in this hour?
-- endpoint: GET /admin/events/live
-- index: idx_analytics_events_timestamp
-- runs: shared
-- draw typical: SELECT timestamp AS now FROM {analytics_events} ORDER BY md5(id::text) LIMIT 10
SELECT event_name, count(*) AS events
FROM {analytics_events}
WHERE timestamp > %(now)s::timestamptz - interval '1 hour' AND timestamp <= %(now)s
GROUP BY event_name
