-- How many coins does this user have?
-- endpoint: GET /me/wallet
-- index: coin_wallets_user_id_key
-- runs: shard
-- draw typical: SELECT user_id FROM {coin_wallets} ORDER BY md5(user_id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT balance, lifetime_purchased, lifetime_spent
FROM {coin_wallets}
WHERE user_id = %(user_id)s
