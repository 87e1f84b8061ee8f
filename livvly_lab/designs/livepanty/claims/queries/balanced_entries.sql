-- Purchases of one token, two legs each.
INSERT INTO {ledger} (transaction_id, kind, user_id, account, amount, balance_before, balance_after, entry_number)
SELECT w.user_id, 'purchase', w.user_id, a.account, a.amount, 0, 0, 1
FROM (SELECT user_id FROM {wallets} ORDER BY user_id LIMIT 100) AS w
CROSS JOIN (VALUES ('purchases', -1), ('wallet', 1)) AS a (account, amount)
ORDER BY w.user_id, a.account
