-- the balance after every transaction is the running sum of its owner's, in the order of time
-- kind: balance
SELECT t.id AS transaction, t.user_id, t.balance_after, t.running_sum
FROM (
  SELECT id, user_id, balance_after, sum(amount) OVER (PARTITION BY user_id ORDER BY created_at) AS running_sum
  FROM transactions
) AS t
WHERE t.balance_after <> t.running_sum
