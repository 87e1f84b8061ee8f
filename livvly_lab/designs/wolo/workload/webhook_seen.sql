-- Was this event of Wave taken before?
-- endpoint: POST /webhooks/wave
-- index: wave_webhook_events_wave_event_id_key
-- runs: shared
-- draw typical: SELECT wave_event_id AS event FROM {wave_webhook_events} ORDER BY md5(wave_event_id) LIMIT 10
-- draw absent: SELECT 'EV_nothing' || n AS event FROM generate_series(1, 2) AS n
SELECT id, processed_at, retry_count
FROM {wave_webhook_events}
WHERE wave_event_id = %(event)s
