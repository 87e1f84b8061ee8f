-- every wallet holds the sums of its user's entries by account, and counts them
-- kind: balance
SELECT w.user_id, w.balance, l.wallet
FROM wallets AS w
LEFT JOIN (
  SELECT user_id,
         count(*) AS entries,
         coalesce(sum(amount) FILTER (WHERE account = 'wallet'), 0) AS wallet,
         coalesce(sum(amount) FILTER (WHERE account = 'purchases'), 0) AS purchases,
         coalesce(sum(amount) FILTER (WHERE account = 'fees'), 0) AS fees,
         coalesce(sum(amount) FILTER (WHERE account = 'payouts'), 0) AS payouts
  FROM ledger
  GROUP BY user_id
) AS l USING (user_id)
WHERE (w.balance, w.purchases_balance, w.fees_balance, w.payouts_balance, w.last_entry)
   <> (coalesce(l.wallet, 0), coalesce(l.purchases, 0), coalesce(l.fees, 0), coalesce(l.payouts, 0), coalesce(l.entries, 0))
