-- everybody who reviews was subscribed to the analyst for thirty days
-- kind: rule
SELECT r.id AS review, r.user_id, r.created_at, s.start_date
FROM reviews AS r
LEFT JOIN subscriptions AS s ON s.user_id = r.user_id AND s.analyst_id = r.analyst_id
WHERE s.start_date IS NULL OR r.created_at - s.start_date < interval '30 days'
   OR r.subscription_duration_days <> floor(extract(epoch FROM r.created_at - s.start_date) / 86400)
