-- every entry of an account begins with the balance at which the one before ended, and a user's have no gap
-- kind: balance
SELECT user_id, account, entry_number, balance_before
FROM (
  SELECT user_id, account, entry_number, balance_before,
         lag(balance_after, 1, 0::bigint) OVER (PARTITION BY user_id, account ORDER BY entry_number) AS was,
         lag(entry_number, 1, 0::bigint) OVER (PARTITION BY user_id ORDER BY entry_number) AS earlier
  FROM ledger
) AS chained
WHERE balance_before <> was OR entry_number <> earlier + 1
