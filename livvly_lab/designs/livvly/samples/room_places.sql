-- the places of a room
-- distribution: places in a room
-- kind: choices
-- unit: rooms
SELECT max_participants, count(*) FROM rooms GROUP BY max_participants
