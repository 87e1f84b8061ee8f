-- every invite link converted the paid subscriptions that name it, and earned what these have paid
-- kind: balance
SELECT l.id AS link, l.signups_count, s.referred, l.conversions_count, s.paid, l.total_revenue_generated, s.paise
FROM invite_links AS l
LEFT JOIN (
  SELECT s.referred_by_invite_link AS id, count(*) AS referred,
         count(*) FILTER (WHERE s.final_price > 0 AND s.status <> 'pending_payment') AS paid,
         sum(t.paise) AS paise
  FROM subscriptions AS s
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(amount), 0) AS paise
    FROM payment_transactions
    WHERE subscription_id = s.id AND status = 'captured'
  ) AS t
  WHERE s.referred_by_invite_link IS NOT NULL
  GROUP BY s.referred_by_invite_link
) AS s USING (id)
WHERE l.signups_count < coalesce(s.referred, 0)
   OR (l.conversions_count, l.total_revenue_generated) <> (coalesce(s.paid, 0), coalesce(s.paise, 0))
