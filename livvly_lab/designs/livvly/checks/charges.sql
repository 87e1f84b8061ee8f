-- every call and gift that cost coins has exactly one transaction of that amount by the one who paid
-- kind: balance
SELECT s.what, s.id, s.coins, count(t.id) AS transactions, sum(-t.amount) AS charged
FROM (
  SELECT 'call' AS what, id, caller_id AS payer, coins_charged AS coins FROM calls WHERE coins_charged > 0
  UNION ALL
  SELECT 'gift', id, sender_id, coins_spent FROM gift_transactions
) AS s
LEFT JOIN transactions AS t ON t.reference_id = s.id AND t.type = s.what
GROUP BY s.what, s.id, s.payer, s.coins
HAVING count(t.id) <> 1 OR sum(-t.amount) <> s.coins OR min(t.user_id::text) <> s.payer::text
