-- every settled tip left its sender's wallet and came into its host's, the platform's part apart; no other tip did
-- kind: balance
SELECT t.id AS tip, t.status, t.tokens, l.given, l.got, l.fee
FROM tips AS t
LEFT JOIN (
  SELECT transaction_id,
         sum(amount) FILTER (WHERE account = 'wallet' AND amount < 0) AS given,
         sum(amount) FILTER (WHERE account = 'wallet' AND amount > 0) AS got,
         sum(platform_fee) AS fee
  FROM ledger
  WHERE kind = 'tip'
  GROUP BY transaction_id
) AS l ON l.transaction_id = t.id
WHERE CASE t.status
        WHEN 'settled' THEN (l.given, coalesce(l.got, 0), l.fee) IS DISTINCT FROM (-t.tokens, t.tokens - t.platform_fee, t.platform_fee)
        ELSE l.transaction_id IS NOT NULL
      END
