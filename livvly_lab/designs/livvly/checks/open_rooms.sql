-- everybody in a room came while it was open, and left before it closed
-- kind: time
SELECT p.id AS participant, r.id AS room, r.status, r.started_at, r.ended_at, p.joined_at, p.left_at
FROM room_participants AS p
JOIN rooms AS r ON r.id = p.room_id
WHERE r.started_at IS NULL
   OR p.joined_at NOT BETWEEN r.started_at AND coalesce(r.ended_at, 'infinity')
   OR coalesce(p.left_at, r.ended_at) > r.ended_at
