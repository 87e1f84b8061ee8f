-- what a coin wallet has ever purchased and spent is the sum of its recharges, and of its calls and gifts
-- kind: balance
SELECT w.id AS wallet, w.lifetime_purchased, t.recharged, w.lifetime_spent, t.spent
FROM coin_wallets AS w
LEFT JOIN (
  SELECT user_id,
         sum(amount) FILTER (WHERE type = 'recharge') AS recharged,
         -sum(amount) FILTER (WHERE type IN ('call', 'gift')) AS spent
  FROM transactions
  GROUP BY user_id
) AS t USING (user_id)
WHERE (w.lifetime_purchased, w.lifetime_spent) <> (coalesce(t.recharged, 0), coalesce(t.spent, 0))
