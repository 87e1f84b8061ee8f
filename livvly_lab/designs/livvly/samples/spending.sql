-- the package users buy: the largest whose coins are worth it to them, 450 coins to the middle one
-- distribution: spending of users
-- kind: intervals
-- unit: users
SELECT CASE WHEN p.place > 1 THEN p.coins / 450 END AS low, p.more / 450 AS high, count(DISTINCT t.user_id)
FROM (
  SELECT id, coins, lead(coins) OVER (ORDER BY price_inr) AS more, row_number() OVER (ORDER BY price_inr) AS place
  FROM coin_packages
  WHERE is_active
) AS p
LEFT JOIN transactions AS t ON t.coin_package_id = p.id
GROUP BY 1, 2
