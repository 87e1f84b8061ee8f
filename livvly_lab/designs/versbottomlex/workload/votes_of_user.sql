-- Where did this user vote?
-- endpoint: data export
-- index: idx_poll_votes_voter
-- runs: scatter
-- draw typical:
--   SELECT voter_id AS voter_id
--   FROM {poll_votes}
--   GROUP BY voter_id
--   ORDER BY md5(voter_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT voter_id AS voter_id
--   FROM {poll_votes}
--   GROUP BY voter_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS voter_id FROM generate_series(1, 2) AS n
SELECT poll_id, choice, created_at
FROM {poll_votes}
WHERE voter_id = %(voter_id)s
