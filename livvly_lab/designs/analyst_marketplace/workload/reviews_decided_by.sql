-- Which reviews did this admin decide?
-- endpoint: GET /admin/reviews?by=
-- index: idx_reviews_moderated_by
-- runs: shard
-- draw typical:
--   SELECT moderated_by AS admin_id
--   FROM {reviews}
--   WHERE moderated_by IS NOT NULL
--   GROUP BY moderated_by
--   ORDER BY md5(moderated_by::text)
--   LIMIT 4
-- draw absent: SELECT md5('nobody ' || n)::uuid AS admin_id FROM generate_series(1, 2) AS n
SELECT id, analyst_id, rating, is_approved, moderated_at
FROM {reviews}
WHERE moderated_by = %(admin_id)s AND deleted_at IS NULL
ORDER BY moderated_at DESC
LIMIT 50
