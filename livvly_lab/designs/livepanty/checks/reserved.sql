-- what is reserved in a wallet is promised to open tips and payouts
-- kind: balance
SELECT w.user_id, w.reserved_balance, p.tokens
FROM wallets AS w
LEFT JOIN (
  SELECT user_id, sum(tokens) AS tokens
  FROM (
    SELECT user_id, tokens FROM payouts WHERE status IN ('requested', 'approved')
    UNION ALL
    SELECT sender_id, tokens FROM tips WHERE status = 'reserved'
  ) AS promised
  GROUP BY user_id
) AS p USING (user_id)
WHERE w.reserved_balance <> coalesce(p.tokens, 0)
