-- Which tickets has this user opened, the newest first?
-- endpoint: GET /me/tickets
-- index: idx_support_tickets_user
-- runs: shared
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {support_tickets}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, subject, status, created_at, last_response_at
FROM {support_tickets}
WHERE user_id = %(user_id)s
ORDER BY created_at DESC
