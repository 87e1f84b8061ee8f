-- How was voted in this poll?
-- endpoint: GET /polls/:id
-- index: poll_votes_pkey
-- runs: shard
-- draw typical:
--   SELECT poll_id AS poll_id
--   FROM {poll_votes}
--   GROUP BY poll_id
--   ORDER BY md5(poll_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT poll_id AS poll_id
--   FROM {poll_votes}
--   GROUP BY poll_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS poll_id FROM generate_series(1, 2) AS n
SELECT choice, count(*)
FROM {poll_votes}
WHERE poll_id = %(poll_id)s
GROUP BY choice
