-- the shares of every amount from one paisa to ₹10,000
SELECT 'amounts that 20 and 80 %% do not add up to' AS name, 'amounts' AS unit,
       count(*) FILTER (WHERE round(a * 0.2) + round(a * 0.8) <> a) AS value
FROM generate_series(1, 1000000) AS a
UNION ALL
SELECT 'amounts that shares of other rates do not add up to', 'amounts',
       count(*) FILTER (WHERE round(a * rate) + round(a * (1 - rate)) <> a)
FROM generate_series(1, 10000) AS a, (SELECT DISTINCT commission_rate AS rate FROM {analyst_profiles}) AS r
UNION ALL
SELECT 'payments whose shares do not add up', 'payments',
       count(*) FILTER (WHERE platform_commission + payout_amount <> amount)
FROM {payment_transactions} WHERE status = 'captured'
UNION ALL
SELECT 'payments split at another rate than 20 and 80 %%', 'payments',
       count(*) FILTER (WHERE t.platform_commission <> round(t.amount * 0.2))
FROM {payment_transactions} AS t WHERE t.status = 'captured' AND t.transaction_type <> 'payout'
