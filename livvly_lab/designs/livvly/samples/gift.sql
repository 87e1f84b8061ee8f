-- the gifts given, by place in the list of prices, of those that everybody can afford
-- distribution: gift by price (rank)
-- kind: places
-- unit: gifts
SELECT g.place - 1, count(t.id)
FROM (SELECT id, coin_price, row_number() OVER (ORDER BY coin_price) AS place FROM gifts WHERE is_active) AS g
LEFT JOIN gift_transactions AS t ON t.gift_id = g.id
WHERE g.coin_price <= (SELECT 8 * min(coins + bonus_coins) FROM coin_packages WHERE is_active)
GROUP BY g.place
