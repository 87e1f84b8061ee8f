-- Which referrals wait to be completed, the newest first?
-- endpoint: GET /admin/referrals?status=
-- index: idx_referrals_status
-- runs: shared
-- draw typical: SELECT DISTINCT status FROM {referrals} ORDER BY status
-- draw hot: SELECT status FROM {referrals} GROUP BY status ORDER BY count(*) DESC, status LIMIT 1
-- draw absent: SELECT 'nothing' AS status
SELECT id, referrer_id, referee_id, referral_type, expires_at, created_at
FROM {referrals}
WHERE status = %(status)s
ORDER BY created_at DESC
LIMIT 50
