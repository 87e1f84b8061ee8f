-- How many diamonds can this creator withdraw, and how many are pending, read from the covering index alone?
-- endpoint: GET /creator/wallet
-- index: idx_diamond_wallets_covering
-- runs: shard
-- draw typical: SELECT user_id FROM {diamond_wallets} ORDER BY md5(user_id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT available_balance, pending_balance
FROM {diamond_wallets}
WHERE user_id = %(user_id)s
