-- How many tips do the fee and what their host got not add up to?
SELECT count(*)
FROM tips AS t
JOIN (
  SELECT transaction_id,
         sum(amount) FILTER (WHERE account = 'wallet' AND amount > 0) AS got,
         sum(platform_fee) AS fee
  FROM ledger
  WHERE kind = 'tip'
  GROUP BY transaction_id
) AS l ON l.transaction_id = t.id
WHERE coalesce(l.got, 0) + l.fee <> t.tokens OR l.fee <> t.platform_fee
