-- subscribers agreed to the price of their region and day, and tickets cost it
-- kind: price
SELECT s.id AS sale, s.price_minor AS agreed, p.amount_minor AS price, s.currency, p.currency AS priced_in
FROM subscriptions AS s
JOIN users AS u ON u.id = s.viewer_id
JOIN countries AS c ON c.code = u.country_code
LEFT JOIN plan_prices AS p ON p.plan_id = s.plan_id AND p.region_code = c.region_code
    AND p.validity @> (s.started_at AT TIME ZONE 'UTC')::date
WHERE (s.price_minor, s.currency) IS DISTINCT FROM (p.amount_minor, p.currency)
UNION ALL
SELECT t.id, t.gross_minor, p.amount_minor, t.currency, p.currency
FROM transactions AS t
JOIN countries AS c ON c.code = t.tax_country
LEFT JOIN plan_prices AS p ON p.plan_id = t.plan_id AND p.region_code = c.region_code
    AND p.validity @> (t.created_at AT TIME ZONE 'UTC')::date
WHERE t.kind = 'pay_per_view'
    AND (t.gross_minor, t.currency) IS DISTINCT FROM (round(p.amount_minor * (1000 + c.tax_permille) / 1000.0), p.currency)
