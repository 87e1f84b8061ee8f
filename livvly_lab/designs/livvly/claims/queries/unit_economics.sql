-- the catalogue asks and pays
SELECT 'rupees for a coin' AS name, 'rupees' AS unit, price_inr / (coins + bonus_coins) AS value
FROM {coin_packages}
UNION ALL
SELECT 'diamonds for a coin of a gift', 'diamonds', diamond_value / coin_price
FROM {gifts}
UNION ALL
SELECT 'rupees left of a rupee where creators get 85 %%', 'rupees', 1 - 0.85 * (coins + bonus_coins) / price_inr
FROM {coin_packages}
