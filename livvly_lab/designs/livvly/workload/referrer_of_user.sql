-- Who brought this user?
-- endpoint: GET /me/referrer
-- index: idx_referrals_referee_id
-- runs: shared
-- draw typical:
--   SELECT referee_id AS user_id
--   FROM {referrals}
--   WHERE referee_id IS NOT NULL
--   GROUP BY referee_id
--   ORDER BY md5(referee_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT referrer_id, referral_code, referral_type, status, referee_reward_coins
FROM {referrals}
WHERE referee_id = %(user_id)s
