-- What does a user see of the own account: profile, balance, preferences?
-- endpoint: GET /me
-- index: wallets_pkey
-- runs: shard
-- draw typical: SELECT id FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody')::uuid AS id
SELECT u.username, u.display_name, u.role, w.balance, w.reserved_balance, p.language, p.currency
FROM {users} AS u
JOIN {wallets} AS w ON w.user_id = u.id
LEFT JOIN {user_preferences} AS p ON p.user_id = u.id
WHERE u.id = %(id)s AND u.deleted_at IS NULL
