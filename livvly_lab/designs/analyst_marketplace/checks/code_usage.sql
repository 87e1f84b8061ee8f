-- every discount code was redeemed as often as it says, by its own analyst's subscribers, while it was good
-- kind: balance
SELECT c.id AS code, c.usage_count, coalesce(s.redeemed, 0) AS redeemed, s.strange
FROM discount_codes AS c
LEFT JOIN (
  SELECT s.discount_code_used AS id, count(*) AS redeemed,
         count(*) FILTER (
           WHERE s.analyst_id <> c.analyst_id
              OR s.start_date < c.valid_from
              OR s.start_date >= coalesce(c.valid_until, 'infinity')
              OR c.billing_cycle_restriction NOT IN ('both', s.billing_cycle)
              OR s.tier_id <> ALL (coalesce(c.applicable_tiers, ARRAY[s.tier_id]))
         ) AS strange
  FROM subscriptions AS s
  JOIN discount_codes AS c ON c.id = s.discount_code_used
  GROUP BY s.discount_code_used
) AS s USING (id)
WHERE c.usage_count <> coalesce(s.redeemed, 0) OR s.strange > 0
