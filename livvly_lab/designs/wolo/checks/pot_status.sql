-- every pot is funded or closed exactly when what was paid and not paid back on request reaches its target
-- kind: balance
SELECT p.id AS pot, p.status, p.target_amount_cfa, coalesce(d.kept_cfa, 0) AS kept_cfa
FROM pots AS p
LEFT JOIN (
  SELECT d.pot_id, sum(d.amount_cfa) AS kept_cfa
  FROM donations AS d
  LEFT JOIN refunds AS r ON r.donation_id = d.id
  WHERE d.confirmed_at IS NOT NULL AND (r.id IS NULL OR r.reason = 'failed_pot')
  GROUP BY d.pot_id
) AS d ON d.pot_id = p.id
WHERE (p.status IN ('funded', 'closed')) <> (coalesce(d.kept_cfa, 0) >= p.target_amount_cfa)
   OR (p.status IN ('expired', 'closed')) <> (p.closed_at IS NOT NULL)
   OR (p.status = 'scheduled') <> (p.actual_opened_at IS NULL)
