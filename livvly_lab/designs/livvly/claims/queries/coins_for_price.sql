-- coins with bonus in the package of each promised price
SELECT format('coins for ₹%%s', promised.price), 'coins', coalesce(sum(p.coins + p.bonus_coins), 0)
FROM (VALUES (99), (299), (499), (999)) AS promised (price)
LEFT JOIN {coin_packages} AS p ON p.price_inr = promised.price AND p.is_active
GROUP BY promised.price
ORDER BY promised.price
