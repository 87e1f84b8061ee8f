-- every payment is shared by the tax of the country, the provider's fee and the rule of its day, rounded half up
-- kind: balance
SELECT t.id AS payment, t.gross_minor, t.tax_minor, t.fee_minor, t.performer_minor, t.platform_minor, n.net, f.fee, s.share
FROM transactions AS t
LEFT JOIN payment_methods AS m ON m.id = t.payment_method_id
LEFT JOIN payment_providers AS p ON p.code = m.provider_code
JOIN countries AS c ON c.code = t.tax_country
LEFT JOIN revenue_share_rules AS r ON r.kind = t.kind AND r.validity @> (t.created_at AT TIME ZONE 'UTC')::date
CROSS JOIN LATERAL (SELECT round(t.gross_minor * 1000.0 / (1000 + c.tax_permille))) AS n (net)
CROSS JOIN LATERAL (SELECT least(round(t.gross_minor * p.fee_permille / 1000.0), n.net)) AS f (fee)
CROSS JOIN LATERAL (SELECT round((n.net - f.fee) * r.performer_permille / 1000.0)) AS s (share)
WHERE (t.tax_minor, t.fee_minor, t.performer_minor, t.platform_minor, t.performer_permille)
    IS DISTINCT FROM (t.gross_minor - n.net, f.fee, s.share, n.net - f.fee - s.share, r.performer_permille)
