-- every completed payment credited its tokens once, a refunded one took them back, no other payment moved any
-- kind: balance
SELECT p.id AS payment, p.status, p.tokens, l.bought, l.returned
FROM payments AS p
LEFT JOIN (
  SELECT transaction_id,
         coalesce(sum(amount) FILTER (WHERE kind = 'purchase'), 0) AS bought,
         coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0) AS returned
  FROM ledger
  WHERE account = 'wallet' AND kind IN ('purchase', 'refund')
  GROUP BY transaction_id
) AS l ON l.transaction_id = p.id
WHERE (coalesce(l.bought, 0), coalesce(l.returned, 0))
   <> (CASE WHEN p.status IN ('completed', 'refunded') THEN p.tokens ELSE 0 END, CASE WHEN p.status = 'refunded' THEN -p.tokens ELSE 0 END)
