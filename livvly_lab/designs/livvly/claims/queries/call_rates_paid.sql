-- what a minute costs at peak
SELECT 'rupees for a minute at peak' AS name, 'rupees' AS unit, base_rate * greatest(peak_multiplier, 1) AS value
FROM {call_rates}
UNION ALL
SELECT 'rupees for a minute at peak', 'rupees',
       greatest(audio_rate_per_minute, video_rate_per_minute) * greatest(peak_multiplier, 1)
FROM {creator_call_rates}
