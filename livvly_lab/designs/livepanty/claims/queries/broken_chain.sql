-- How many entries do not begin where the one before them ended, or leave a gap?
SELECT count(*)
FROM (
  SELECT balance_before, entry_number,
         lag(balance_after, 1, 0::bigint) OVER (PARTITION BY user_id, account ORDER BY entry_number) AS was,
         lag(entry_number, 1, 0::bigint) OVER (PARTITION BY user_id ORDER BY entry_number) AS earlier
  FROM ledger
) AS chained
WHERE balance_before <> was OR entry_number <> earlier + 1
