-- On which tickets does this admin work?
-- endpoint: GET /admin/tickets?mine
-- index: idx_support_tickets_assigned_to
-- runs: shared
-- draw typical:
--   SELECT assigned_to AS admin_id
--   FROM {support_tickets}
--   WHERE assigned_to IS NOT NULL
--   GROUP BY assigned_to
--   ORDER BY md5(assigned_to::text)
--   LIMIT 4
-- draw absent: SELECT md5('nobody ' || n)::uuid AS admin_id FROM generate_series(1, 2) AS n
SELECT id, subject, priority, status, created_at
FROM {support_tickets}
WHERE assigned_to = %(admin_id)s AND status IN ('in_progress', 'waiting_user', 'escalated')
ORDER BY created_at
LIMIT 50
