-- where gifts are given by users who had the choice: an answered call and a visit to a room
-- distribution: gift context
-- kind: choices
-- unit: gifts
SELECT g.context, count(*)
FROM gift_transactions AS g
WHERE g.sender_id IN (SELECT caller_id FROM calls WHERE started_at IS NOT NULL)
  AND g.sender_id IN (SELECT user_id FROM room_participants WHERE role <> 'host')
GROUP BY g.context
