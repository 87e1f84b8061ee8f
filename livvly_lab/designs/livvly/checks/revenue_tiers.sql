-- the revenue tier of every creator and its percentage say the same
-- kind: rule
SELECT p.id AS performance, p.revenue_tier, p.revenue_share_percent
FROM creator_performance AS p
WHERE right(p.revenue_tier, 2)::numeric <> p.revenue_share_percent
