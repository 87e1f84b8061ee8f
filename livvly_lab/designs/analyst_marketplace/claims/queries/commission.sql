-- the shares of every amount from one paisa to ₹10,000
SELECT shares.name, shares.unit, shares.value
FROM (
  SELECT 2 AS place, 'amounts that 20 and 80 %% do not add up to' AS name, 'amounts' AS unit,
         count(*) FILTER (WHERE round(a * 0.2) + round(a * 0.8) <> a) AS value
  FROM generate_series(1, 1000000) AS a
  UNION ALL
  SELECT 3, 'payments whose shares do not add up', 'payments',
         count(*) FILTER (WHERE platform_commission + payout_amount <> amount)
  FROM {payment_transactions}
  WHERE status = 'captured'
  UNION ALL
  SELECT 4, 'payments split at another rate than 20 and 80 %%', 'payments',
         count(*) FILTER (WHERE platform_commission <> round(amount * 0.2))
  FROM {payment_transactions}
  WHERE status = 'captured' AND transaction_type <> 'payout'
  UNION ALL
  SELECT 1, 'amounts that rounded shares of other rates do not add up to', 'amounts',
         count(*) FILTER (WHERE round(a * rate) + round(a * (1 - rate)) <> a)
  FROM generate_series(1, 10000) AS a, (SELECT DISTINCT commission_rate AS rate FROM {analyst_profiles}) AS rates
) AS shares
ORDER BY shares.place
