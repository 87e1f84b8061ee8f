-- Which sanctions did this moderator issue?
-- endpoint: GET /admin/audit
-- index: idx_user_sanctions_issuer
-- runs: shard
-- draw typical:
--   SELECT issued_by
--   FROM {user_sanctions}
--   WHERE issued_by IS NOT NULL
--   GROUP BY issued_by
--   ORDER BY md5(issued_by::text)
--   LIMIT 10
-- draw hot:
--   SELECT issued_by
--   FROM {user_sanctions}
--   WHERE issued_by IS NOT NULL
--   GROUP BY issued_by
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS issued_by FROM generate_series(1, 2) AS n
SELECT user_id, kind, reason, starts_at
FROM {user_sanctions}
WHERE issued_by = %(issued_by)s
ORDER BY starts_at DESC
LIMIT 50
