-- every recharge moves the coins and bonus of a package on sale at its price, or none where the payment failed
-- kind: price
SELECT t.id AS transaction, t.status, t.amount, p.coins + p.bonus_coins AS coins, t.price_inr, p.price_inr AS package_inr
FROM transactions AS t
LEFT JOIN coin_packages AS p ON p.id = t.coin_package_id
WHERE t.type = 'recharge'
  AND (p.id IS NULL
       OR t.price_inr IS DISTINCT FROM p.price_inr
       OR t.amount <> CASE t.status WHEN 'completed' THEN p.coins + p.bonus_coins ELSE 0 END)
