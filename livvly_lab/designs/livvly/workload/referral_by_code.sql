-- Who stands behind this referral code?
-- endpoint: POST /auth/register
-- index: idx_referrals_code
-- runs: shared
-- draw typical: SELECT referral_code AS code FROM {referrals} ORDER BY md5(referral_code) LIMIT 10
-- draw absent: SELECT 'NOCODE' || n AS code FROM generate_series(1, 2) AS n
SELECT id, referrer_id, referral_type, status, expires_at
FROM {referrals}
WHERE referral_code = %(code)s
