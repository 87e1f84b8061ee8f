-- the subscribers of every analyst and what they bring a month are those of the subscriptions
-- kind: balance
SELECT p.id AS profile, p.total_subscribers, s.begun, p.active_subscribers, s.active, p.monthly_revenue, s.paise
FROM analyst_profiles AS p
LEFT JOIN (
  SELECT analyst_id,
         count(*) FILTER (WHERE status <> 'pending_payment') AS begun,
         count(*) FILTER (WHERE status = 'active') AS active,
         sum(CASE billing_cycle WHEN 'yearly' THEN round(final_price / 12.0) ELSE final_price END)
           FILTER (WHERE status = 'active') AS paise
  FROM subscriptions
  WHERE deleted_at IS NULL
  GROUP BY analyst_id
) AS s ON s.analyst_id = p.user_id
WHERE (p.total_subscribers, p.active_subscribers, p.monthly_revenue)
   <> (coalesce(s.begun, 0), coalesce(s.active, 0), coalesce(s.paise, 0))
