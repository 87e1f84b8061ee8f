-- Which recordings wait for a moderator?
-- endpoint: GET /moderation/archives
-- index: idx_stream_archives_waiting
-- runs: scatter
SELECT id, performer_id, created_at
FROM {stream_archives}
WHERE moderation_status = 'pending' AND deleted_at IS NULL
ORDER BY created_at
LIMIT 50
