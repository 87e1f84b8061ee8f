-- What begins within a day?
-- endpoint: GET /upcoming
-- index: idx_streams_upcoming
-- runs: scatter
-- draw typical: SELECT coalesce(max(created_at), now()) + interval '1 day' AS before FROM {users}
SELECT id, performer_id, title, scheduled_at
FROM {streams}
WHERE status = 'scheduled' AND deleted_at IS NULL AND scheduled_at < %(before)s
ORDER BY scheduled_at
LIMIT 40
