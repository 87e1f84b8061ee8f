-- every gift costs and earns what the catalogue says, times the quantity
-- kind: price
SELECT t.id AS gift_transaction, g.name, t.quantity, t.coins_spent, g.coin_price, t.diamonds_earned, g.diamond_value
FROM gift_transactions AS t
JOIN gifts AS g ON g.id = t.gift_id
WHERE t.coins_spent <> g.coin_price * t.quantity OR t.diamonds_earned <> g.diamond_value * t.quantity
