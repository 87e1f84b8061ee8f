-- Where does this user live?
-- endpoint: GET /me/addresses
-- index: none
-- runs: shard
-- draw typical: SELECT id AS user_id FROM {users} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, type, street_address, city, region, is_default
FROM {user_addresses}
WHERE user_id = %(user_id)s
