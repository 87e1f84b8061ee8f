-- Which reported reviews has nobody decided, the oldest first?
-- endpoint: GET /admin/reviews?flagged
-- index: idx_reviews_flagged
-- runs: shard
SELECT id, analyst_id, rating, review_text, flagged_reason, created_at
FROM {reviews}
WHERE is_flagged AND moderated_at IS NULL AND deleted_at IS NULL
ORDER BY created_at
LIMIT 50
