-- payments of this run, and amounts that the function shares
SELECT 'payments whose shares do not add up', 'payments', count(*) FILTER (WHERE gross_minor <> tax_minor + fee_minor + performer_minor + platform_minor)
FROM {transactions}
UNION ALL
SELECT 'amounts the function does not share whole', 'amounts', count(*) FILTER (WHERE s.tax + s.fee + s.performer + s.platform <> gross OR least(s.tax, s.fee, s.performer, s.platform) < 0)
FROM generate_series(1, 2000) AS gross, unnest(ARRAY[0, 190, 220]) AS tax, unnest(ARRAY[14, 39]) AS fee,
     unnest(ARRAY[700, 850]) AS share, split_payment(gross, tax, fee, share) AS s
UNION ALL
SELECT 'payouts that are not the sum of their shares', 'payouts', count(*)
FROM (
    SELECT p.id FROM {payouts} AS p LEFT JOIN {transactions} AS t ON t.payout_id = p.id
    GROUP BY p.id, p.amount_minor HAVING sum(t.performer_minor) IS DISTINCT FROM p.amount_minor
) AS wrong
