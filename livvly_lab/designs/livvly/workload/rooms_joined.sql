-- Which rooms did this user join, the latest first?
-- endpoint: GET /me/rooms
-- index: idx_room_participants_user_id
-- runs: shard
-- draw typical: SELECT id AS user_id FROM {users} WHERE deleted_at IS NULL ORDER BY md5(id::text) LIMIT 10
-- draw hot: SELECT user_id FROM {room_participants} GROUP BY user_id ORDER BY count(*) DESC, user_id LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT room_id, role, joined_at, left_at
FROM {room_participants}
WHERE user_id = %(user_id)s
ORDER BY joined_at DESC
LIMIT 20
