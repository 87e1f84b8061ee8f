-- A few tokens for each of them, so that some tips are refused.
INSERT INTO ledger (transaction_id, kind, user_id, account, amount, balance_before, balance_after, entry_number)
SELECT u.id, 'purchase', u.id, a.account, a.amount, 0, 0, 1
FROM users AS u
CROSS JOIN (VALUES ('purchases', -3000), ('wallet', 3000)) AS a (account, amount)
ORDER BY u.id, a.account
