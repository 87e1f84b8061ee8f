-- What a dollar buys, and what was bought, paid out or kept by another rate.
SELECT 'tokens of a dollar', 'tokens', conversion_rate FROM {wallets} GROUP BY conversion_rate
UNION ALL
SELECT 'payments of another rate', 'payments', count(*) FROM {payments} WHERE tokens <> trunc(amount_usd * 100)
UNION ALL
SELECT 'payouts of another rate', 'payouts', count(*) FROM {payouts} WHERE amount_usd <> round(tokens / 100.0, 2)
UNION ALL
SELECT 'tips whose fee is rounded otherwise', 'tips', count(*)
FROM {tips} AS t
JOIN {wallets} AS w ON w.user_id = t.host_id
WHERE t.platform_fee <> floor(t.tokens * w.fee_rate + 0.5)
