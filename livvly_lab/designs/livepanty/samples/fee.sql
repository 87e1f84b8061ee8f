-- the platform's part of what performers earn, in thousandths
-- distribution: platform fee
-- kind: choices
-- unit: performers
SELECT (w.fee_rate * 1000)::int, count(*)
FROM wallets AS w
JOIN users AS u ON u.id = w.user_id
WHERE u.role = 'performer'
GROUP BY 1
