-- every settlement is the sum of the codes its partner redeemed in the month, split as agreed
-- kind: balance
SELECT s.id AS settlement, s.period_start, s.total_redemptions_count, q.codes, s.total_revenue_cfa, q.revenue_cfa
FROM partner_settlements AS s
JOIN partners AS p ON p.id = s.partner_id
FULL JOIN (
  SELECT q.redeemed_by_partner_id AS partner_id,
         date_trunc('month', q.redeemed_at AT TIME ZONE 'Africa/Dakar')::date AS month,
         count(*) AS codes,
         sum(coalesce(k.discounted_price_cfa, k.base_price_cfa)) AS revenue_cfa
  FROM qr_codes AS q
  JOIN packs AS k ON k.id = q.pack_id
  WHERE q.status = 'redeemed'
  GROUP BY 1, 2
) AS q ON q.partner_id = s.partner_id AND q.month = s.period_start
WHERE s.total_redemptions_count IS DISTINCT FROM q.codes
   OR s.total_revenue_cfa <> q.revenue_cfa
   OR s.partner_share_cfa <> round(s.total_revenue_cfa * p.revenue_split_percentage / 100)
   OR s.wolo_commission_cfa <> s.total_revenue_cfa - s.partner_share_cfa
   OR (s.status = 'paid' AND s.partner_share_cfa < p.minimum_payout_cfa)
