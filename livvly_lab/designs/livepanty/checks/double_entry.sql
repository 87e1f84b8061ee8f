-- the legs of every transaction sum to zero
-- kind: balance
SELECT transaction_id, created_at, sum(amount) AS total, count(*) AS legs
FROM ledger
GROUP BY transaction_id, created_at
HAVING sum(amount) <> 0
