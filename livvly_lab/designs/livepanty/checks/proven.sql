-- nobody was paid out before their identity was proven, and only performers were
-- kind: rule
SELECT p.id AS payout, p.user_id, p.created_at
FROM payouts AS p
JOIN users AS u ON u.id = p.user_id
LEFT JOIN kyc_verifications AS k ON k.id = p.kyc_verification_id
WHERE u.role <> 'performer' OR k.user_id IS DISTINCT FROM p.user_id OR k.level <> 'identity' OR k.status <> 'approved'
   OR k.reviewed_at > p.created_at OR k.expires_at < p.created_at
