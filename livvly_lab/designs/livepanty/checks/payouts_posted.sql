-- every payout that was paid took its tokens out of the wallet, no other did
-- kind: balance
SELECT p.id AS payout, p.status, p.tokens, l.gone
FROM payouts AS p
LEFT JOIN (SELECT transaction_id, -sum(amount) AS gone FROM ledger WHERE kind = 'payout' AND account = 'wallet' GROUP BY 1) AS l
  ON l.transaction_id = p.id
WHERE coalesce(l.gone, 0) <> CASE WHEN p.status = 'paid' THEN p.tokens ELSE 0 END
