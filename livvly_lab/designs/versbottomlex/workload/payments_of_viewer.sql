-- What did this user pay?
-- endpoint: GET /me/payments
-- index: idx_transactions_viewer
-- runs: scatter
-- draw typical:
--   SELECT viewer_id AS viewer_id
--   FROM {transactions}
--   GROUP BY viewer_id
--   ORDER BY md5(viewer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT viewer_id AS viewer_id
--   FROM {transactions}
--   GROUP BY viewer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS viewer_id FROM generate_series(1, 2) AS n
SELECT id, kind, status, gross_minor, currency, created_at
FROM {transactions}
WHERE viewer_id = %(viewer_id)s
ORDER BY created_at DESC
LIMIT 50
