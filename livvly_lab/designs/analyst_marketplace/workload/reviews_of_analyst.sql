-- What do subscribers say of this analyst, the newest first?
-- endpoint: GET /analysts/{id}/reviews
-- index: idx_reviews_analyst
-- runs: shard
-- draw typical:
--   SELECT analyst_id AS analyst_id
--   FROM {reviews}
--   GROUP BY analyst_id
--   ORDER BY md5(analyst_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT analyst_id AS analyst_id
--   FROM {reviews}
--   GROUP BY analyst_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS analyst_id FROM generate_series(1, 2) AS n
SELECT user_id, rating, review_title, review_text, analyst_response, created_at
FROM {reviews}
WHERE analyst_id = %(analyst_id)s AND is_approved AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 20
