-- a subscription is paid for by as many payments as it has periods, each at the price agreed, an offer taken off the first
-- kind: balance
WITH paid AS (
    SELECT subscription_id, count(*) AS payments, min(created_at) AS first
    FROM transactions
    WHERE subscription_id IS NOT NULL AND status <> 'failed'
    GROUP BY subscription_id
)
SELECT s.id AS subscription, p.payments, s.started_at, s.paid_until, NULL::bigint AS paid, NULL::bigint AS price
FROM subscriptions AS s
LEFT JOIN paid AS p ON p.subscription_id = s.id
WHERE p.payments IS DISTINCT FROM round(extract(epoch FROM s.paid_until - s.started_at) / 86400 / 30)
UNION ALL
SELECT s.id, 1, t.created_at, NULL, t.gross_minor, s.price_minor
FROM transactions AS t
JOIN subscriptions AS s ON s.id = t.subscription_id
JOIN countries AS c ON c.code = t.tax_country
LEFT JOIN promotions AS o ON o.id = s.promotion_id AND t.created_at < s.started_at + interval '1 day'
WHERE t.gross_minor <> (s.price_minor * (100 - coalesce(o.percent_off, 0)) / 100 * (1000 + c.tax_permille) + 500) / 1000
    OR t.currency <> s.currency OR t.performer_id <> s.performer_id OR t.viewer_id <> s.viewer_id
