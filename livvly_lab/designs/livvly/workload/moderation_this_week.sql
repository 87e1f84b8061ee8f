-- How many transcripts of the last seven days were flagged, by violation? The month's partition is enough.
-- endpoint: GET /admin/moderation/week
-- index: idx_ai_transcripts_flagged
-- runs: shared
-- draw typical: SELECT max(created_at) AS now FROM {ai_moderation_transcripts}
SELECT violation_type, count(*) AS transcripts
FROM {ai_moderation_transcripts}
WHERE flagged AND created_at > %(now)s::timestamptz - interval '7 days' AND created_at <= %(now)s::timestamptz
GROUP BY violation_type
ORDER BY transcripts DESC
