-- every answered call costs the creator's rate, or the baseline's where none is in use, more in peak hours (Indian time)
-- kind: price
SELECT c.id AS call, c.receiver_id, c.started_at, c.rate_per_minute, round(r.rate * r.factor, 2) AS expected
FROM calls AS c
JOIN users AS u ON u.id = c.receiver_id
JOIN call_rates AS b
  ON b.call_type = c.call_type AND b.user_type = CASE WHEN u.verification_tier >= 3 THEN 'verified' ELSE 'regular' END
LEFT JOIN creator_call_rates AS o ON o.creator_id = c.receiver_id AND o.is_active
CROSS JOIN LATERAL (
  SELECT extract(hour FROM c.started_at AT TIME ZONE 'Asia/Kolkata')::int AS hour,
         coalesce(o.peak_start_hour, 22) AS peak_start,
         coalesce(o.peak_end_hour, 2) AS peak_end
) AS h
CROSS JOIN LATERAL (
  SELECT coalesce(CASE c.call_type WHEN 'video' THEN o.video_rate_per_minute ELSE o.audio_rate_per_minute END,
                  b.base_rate) AS rate,
         CASE WHEN (h.hour - h.peak_start + 24) % 24 < (h.peak_end - h.peak_start + 24) % 24
              THEN coalesce(o.peak_multiplier, b.peak_multiplier) ELSE 1 END AS factor
) AS r
WHERE c.started_at IS NOT NULL AND c.rate_per_minute <> round(r.rate * r.factor, 2)
