-- Whose profile has this name, in the shard the router knows?
-- endpoint: GET /@{username}
-- index: idx_users_username
-- runs: shard
-- draw typical: SELECT username FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT 'nobody_at_all' AS username
SELECT id, username, display_name, bio, avatar_url
FROM {users}
WHERE username = %(username)s AND deleted_at IS NULL
