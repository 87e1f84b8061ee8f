-- Which users of one shard are in this room with this role, the latest to join first?
-- endpoint: GET /rooms/{id}/participants?role=
-- index: idx_room_participants_composite
-- runs: shard
-- draw typical:
--   SELECT room_id, 'listener' AS role
--   FROM {room_participants}
--   GROUP BY room_id
--   ORDER BY bool_and(left_at IS NOT NULL), md5(room_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT room_id, role FROM {room_participants} GROUP BY room_id, role ORDER BY count(*) DESC, room_id LIMIT 3
-- draw absent: SELECT md5('no room')::uuid AS room_id, 'speaker' AS role
SELECT user_id, joined_at
FROM {room_participants}
WHERE room_id = %(room_id)s AND role = %(role)s AND left_at IS NULL
ORDER BY joined_at DESC
LIMIT 50
