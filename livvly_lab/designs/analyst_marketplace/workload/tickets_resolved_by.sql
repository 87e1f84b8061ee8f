-- How many tickets did this admin resolve, by type?
-- endpoint: GET /admin/tickets/statistics
-- index: idx_support_tickets_resolved_by
-- runs: shared
-- draw typical:
--   SELECT resolved_by AS admin_id
--   FROM {support_tickets}
--   WHERE resolved_by IS NOT NULL
--   GROUP BY resolved_by
--   ORDER BY md5(resolved_by::text)
--   LIMIT 4
-- draw absent: SELECT md5('nobody ' || n)::uuid AS admin_id FROM generate_series(1, 2) AS n
SELECT ticket_type, count(*) AS tickets, avg(resolved_at - created_at) AS took
FROM {support_tickets}
WHERE resolved_by = %(admin_id)s
GROUP BY ticket_type
