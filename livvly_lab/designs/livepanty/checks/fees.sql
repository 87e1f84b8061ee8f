-- the platform's part of a tip is its performer's rate of it, rounded half up
-- kind: price
SELECT t.id AS tip, t.tokens, w.fee_rate, t.platform_fee
FROM tips AS t
JOIN wallets AS w ON w.user_id = t.host_id
WHERE t.platform_fee <> floor(t.tokens * w.fee_rate + 0.5)
