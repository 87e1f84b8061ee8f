-- a diamond wallet splits what was earned into available, asked for and paid out, as its withdrawals say
-- kind: balance
SELECT d.id AS wallet, d.lifetime_earned, d.available_balance, d.pending_balance, w.waiting, d.lifetime_withdrawn, w.paid
FROM diamond_wallets AS d
CROSS JOIN LATERAL (
  SELECT coalesce(sum(diamonds) FILTER (WHERE status IN ('pending', 'approved')), 0) AS waiting,
         coalesce(sum(diamonds) FILTER (WHERE status = 'paid'), 0) AS paid
  FROM withdrawals
  WHERE withdrawals.user_id = d.user_id
) AS w
WHERE d.lifetime_earned <> d.available_balance + d.pending_balance + d.lifetime_withdrawn
   OR d.pending_balance <> w.waiting
   OR d.lifetime_withdrawn <> w.paid
