-- the tier chosen where the performer sells all three
-- distribution: tier
-- kind: choices
-- unit: subscriptions
SELECT p.tier, count(*)
FROM subscriptions AS s
JOIN pricing_plans AS p ON p.id = s.plan_id
WHERE (SELECT count(*) FROM pricing_plans AS o WHERE o.performer_id = s.performer_id AND o.tier IS NOT NULL) = 3
GROUP BY 1
