-- in the rows of this run
SELECT 'codes' AS name, 'codes' AS unit, nullif(count(*), 0) AS value FROM {qr_codes}
UNION ALL
SELECT 'codes that end otherwise than their pack says', 'codes', count(*)
FROM {qr_codes} AS q
JOIN {packs} AS k ON k.id = q.pack_id
WHERE q.expires_at <> q.redeemable_from + k.validity_days * interval '1 day'
