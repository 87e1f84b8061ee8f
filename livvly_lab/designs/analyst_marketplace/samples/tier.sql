-- the tier chosen where the analyst offers all three
-- distribution: tier
-- kind: choices
-- unit: subscriptions
SELECT t.tier_name, count(*)
FROM subscriptions AS s
JOIN subscription_tiers AS t ON t.id = s.tier_id
WHERE (SELECT count(*) FROM subscription_tiers AS o WHERE o.analyst_id = s.analyst_id) = 3
GROUP BY 1
