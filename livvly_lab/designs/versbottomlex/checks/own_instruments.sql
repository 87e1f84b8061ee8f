-- everybody pays with an instrument of their own, verified before, and owes tax where they live
-- kind: rule
SELECT t.id AS payment, t.viewer_id, m.user_id AS instrument_of, t.tax_country, u.country_code
FROM transactions AS t
LEFT JOIN payment_methods AS m ON m.id = t.payment_method_id
LEFT JOIN users AS u ON u.id = t.viewer_id
WHERE (m.user_id, u.country_code) IS DISTINCT FROM (t.viewer_id, t.tax_country) OR m.verified_at IS NULL
    OR m.verified_at > t.created_at
