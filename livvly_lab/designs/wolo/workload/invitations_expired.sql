-- Which invitations are still open although their seven days are over?
-- endpoint: POST /internal/referrals/expire
-- index: idx_referrals_status
-- runs: shard
-- draw typical: SELECT max(sent_at) + interval '4 days' AS now FROM {referrals}
SELECT id, sponsor_user_id, expired_at
FROM {referrals}
WHERE status = 'sent' AND expired_at < %(now)s
ORDER BY expired_at
LIMIT 500
