-- How many points has this sponsor, earned and spent?
-- endpoint: GET /me/points
-- index: idx_points_ledger_sponsor_user_id
-- runs: shard
-- draw typical:
--   SELECT sponsor_user_id AS user_id
--   FROM {points_ledger}
--   WHERE sponsor_user_id IS NOT NULL
--   GROUP BY sponsor_user_id
--   ORDER BY md5(sponsor_user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT sponsor_user_id AS user_id
--   FROM {points_ledger}
--   WHERE sponsor_user_id IS NOT NULL
--   GROUP BY sponsor_user_id
--   ORDER BY count(*) DESC, sponsor_user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT sum(points_earned) FILTER (WHERE status = 'matured') - sum(points_spent) AS spendable,
       sum(points_earned) FILTER (WHERE status = 'pending') AS pending
FROM {points_ledger}
WHERE sponsor_user_id = %(user_id)s
