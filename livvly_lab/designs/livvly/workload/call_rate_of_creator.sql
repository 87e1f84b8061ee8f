-- What does a minute with this creator cost?
-- endpoint: GET /creators/{id}/rates
-- index: idx_creator_call_rates_creator
-- runs: shard
-- draw typical: SELECT creator_id AS user_id FROM {creator_call_rates} ORDER BY md5(creator_id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT audio_rate_per_minute, video_rate_per_minute, peak_multiplier, peak_start_hour, peak_end_hour
FROM {creator_call_rates}
WHERE creator_id = %(user_id)s AND is_active
