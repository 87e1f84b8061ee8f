-- Which tickets wait for an answer, the oldest first?
-- endpoint: GET /admin/tickets
-- index: idx_support_tickets_queue
-- runs: shared
SELECT id, subject, ticket_type, priority, status, created_at
FROM {support_tickets}
WHERE status IN ('open', 'in_progress', 'escalated')
ORDER BY created_at
LIMIT 50
