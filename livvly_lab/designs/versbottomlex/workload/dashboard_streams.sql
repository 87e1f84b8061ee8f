-- How many hours were streamed in each category of last month? All shards are asked.
-- endpoint: GET /admin/dashboard
-- index: none
-- runs: scatter
-- draw typical: SELECT coalesce(max(created_at), now()) - interval '30 days' AS since FROM {users}
SELECT category_id, count(*), sum(extract(epoch FROM ended_at - started_at)) / 3600 AS hours
FROM {streams}
WHERE status = 'ended' AND deleted_at IS NULL AND ended_at > %(since)s
GROUP BY category_id
