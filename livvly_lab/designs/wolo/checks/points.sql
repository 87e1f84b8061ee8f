-- every event earns its points times the boost of the campaign that ran, seven days later they may be spent
-- kind: price
SELECT l.id AS entry, l.event_type, l.points_earned, l.sponsor_boost_multiplier, c.boost, l.status, l.matured_at
FROM points_ledger AS l
CROSS JOIN LATERAL (
  SELECT coalesce(max(points_multiplier), 1) AS boost
  FROM sponsor_campaigns
  WHERE status <> 'draft' AND l.created_at >= starts_at AND l.created_at < ends_at
) AS c
WHERE l.event_type <> 'points_converted'
  AND (l.sponsor_boost_multiplier <> c.boost
       OR l.points_earned
          <> trunc(CASE l.event_type WHEN 'referral_accepted' THEN 100 WHEN 'pot_opened' THEN 150 ELSE 250 END * c.boost)
       OR l.matured_at <> l.created_at + interval '7 days'
       OR l.points_spent <> 0
       OR (l.status = 'matured') <> (l.matured_at IS NOT NULL))
