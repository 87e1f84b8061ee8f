-- how often Wave repeated an event
-- distribution: repeated webhooks
-- kind: choices
-- unit: events
SELECT retry_count, count(*) FROM wave_webhook_events GROUP BY 1
