-- How did the callers of one shard rate this creator?
-- endpoint: GET /creators/{id}/rating
-- index: idx_calls_receiver
-- runs: shard
-- draw typical:
--   SELECT receiver_id AS user_id
--   FROM {calls}
--   WHERE receiver_id IS NOT NULL
--   GROUP BY receiver_id
--   ORDER BY md5(receiver_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT receiver_id AS user_id
--   FROM {calls}
--   WHERE receiver_id IS NOT NULL
--   GROUP BY receiver_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT avg(rating) AS rating, count(rating) AS ratings, count(*) AS calls
FROM {calls}
WHERE receiver_id = %(user_id)s AND deleted_at IS NULL
