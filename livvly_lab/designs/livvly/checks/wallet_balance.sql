-- the balance of every coin wallet is the sum of its owner's transactions
-- kind: balance
SELECT w.id AS wallet, w.user_id, w.balance, coalesce(t.amount, 0) AS sum_of_transactions
FROM coin_wallets AS w
LEFT JOIN (SELECT user_id, sum(amount) AS amount FROM transactions GROUP BY user_id) AS t USING (user_id)
WHERE w.balance <> coalesce(t.amount, 0)
