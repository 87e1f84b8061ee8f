-- Which invitation of this shard has this code?
-- endpoint: GET /r/{code}
-- index: idx_referrals_referral_code
-- runs: shard
-- draw typical: SELECT referral_code AS code FROM {referrals} ORDER BY md5(referral_code) LIMIT 10
-- draw absent: SELECT 'NOCODE' || n AS code FROM generate_series(1, 2) AS n
SELECT id, sponsor_user_id, status, expired_at
FROM {referrals}
WHERE referral_code = %(code)s
