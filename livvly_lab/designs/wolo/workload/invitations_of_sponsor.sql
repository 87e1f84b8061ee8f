-- Whom did this sponsor invite, and what came of it?
-- endpoint: GET /me/referrals
-- index: idx_referrals_sponsor_user_id
-- runs: shard
-- draw typical:
--   SELECT sponsor_user_id AS user_id
--   FROM {referrals}
--   WHERE sponsor_user_id IS NOT NULL
--   GROUP BY sponsor_user_id
--   ORDER BY md5(sponsor_user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT sponsor_user_id AS user_id
--   FROM {referrals}
--   WHERE sponsor_user_id IS NOT NULL
--   GROUP BY sponsor_user_id
--   ORDER BY count(*) DESC, sponsor_user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, invited_name, status, sent_at, accepted_at
FROM {referrals}
WHERE sponsor_user_id = %(user_id)s
ORDER BY sent_at DESC
LIMIT 50
