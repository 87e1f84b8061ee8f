-- the cycle chosen for tiers that have a yearly price
-- distribution: billing cycle
-- kind: choices
-- unit: subscriptions
SELECT s.billing_cycle, count(*)
FROM subscriptions AS s
JOIN subscription_tiers AS t ON t.id = s.tier_id
WHERE t.price_yearly > 0
GROUP BY 1
