-- What does a minute cost where the creator has set no rate?
-- endpoint: GET /call-rates
-- index: call_rates_user_type_call_type_key
-- runs: shared
-- draw typical: SELECT user_type, call_type FROM {call_rates} ORDER BY user_type, call_type
-- draw absent: SELECT 'nobody' AS user_type, 'audio' AS call_type
SELECT base_rate, peak_multiplier
FROM {call_rates}
WHERE user_type = %(user_type)s AND call_type = %(call_type)s
