-- everybody who came by invitation signed up after it was sent
-- kind: time
SELECT r.id AS referral, r.referral_code, r.created_at AS sent, u.created_at AS signup
FROM referrals AS r
JOIN users AS u ON u.id = r.referee_id
WHERE u.created_at < r.created_at
