-- Whom did this user bring, and what came of it?
-- endpoint: GET /me/referrals
-- index: idx_referrals_referrer
-- runs: shared
-- draw typical:
--   SELECT referrer_id AS user_id
--   FROM {referrals}
--   WHERE referrer_id IS NOT NULL
--   GROUP BY referrer_id
--   ORDER BY md5(referrer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT referrer_id AS user_id
--   FROM {referrals}
--   WHERE referrer_id IS NOT NULL
--   GROUP BY referrer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT referee_id, referral_type, status, referrer_reward_coins, created_at
FROM {referrals}
WHERE referrer_id = %(user_id)s
ORDER BY created_at DESC
LIMIT 50
