-- the role of those who come to a room of somebody else
-- distribution: role in a room
-- kind: choices
-- unit: visits
SELECT role, count(*) FROM room_participants WHERE role <> 'host' GROUP BY role
