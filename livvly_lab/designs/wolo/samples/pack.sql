-- the pack that is wished for, by price
-- distribution: pack wished for (rank)
-- kind: places
-- unit: pots
SELECT k.place, count(p.id)
FROM (
  SELECT id, row_number() OVER (ORDER BY coalesce(discounted_price_cfa, base_price_cfa), name COLLATE "C") - 1 AS place
  FROM packs
  WHERE is_active
) AS k
LEFT JOIN pots AS p ON p.preferred_pack_id = k.id
GROUP BY 1
