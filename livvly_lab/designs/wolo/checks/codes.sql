-- every code is valid from the birthday on for the days of its pack, and its pot has paid the pack
-- kind: price
SELECT q.id AS code, q.redeemable_from, q.expires_at, k.validity_days, p.birthday_date, d.paid_cfa, k.base_price_cfa
FROM qr_codes AS q
JOIN pots AS p ON p.id = q.pot_id
JOIN packs AS k ON k.id = q.pack_id
CROSS JOIN LATERAL (
  SELECT coalesce(sum(d.amount_cfa), 0) AS paid_cfa FROM donations AS d WHERE d.pot_id = p.id AND d.status = 'succeeded'
) AS d
WHERE (q.redeemable_from AT TIME ZONE 'Africa/Dakar')::date <> p.birthday_date
   OR q.expires_at <> q.redeemable_from + k.validity_days * interval '1 day'
   OR d.paid_cfa < coalesce(k.discounted_price_cfa, k.base_price_cfa)
   OR (q.redeemed_at IS NOT NULL) <> (q.status = 'redeemed')
   OR q.redeemed_at NOT BETWEEN q.redeemable_from AND q.expires_at
   OR q.redeemed_by_partner_id <> k.partner_id
