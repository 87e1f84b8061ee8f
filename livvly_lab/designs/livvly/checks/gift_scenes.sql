-- every gift given in a call or a room was given there, while it went on, to the one who earned with it
-- kind: time
SELECT g.id AS gift_transaction, g.context, g.context_id, g.sender_id, g.receiver_id, g.created_at
FROM gift_transactions AS g
LEFT JOIN calls AS c ON g.context = 'call' AND c.id = g.context_id
LEFT JOIN rooms AS r ON g.context = 'room' AND r.id = g.context_id
WHERE g.context <> CASE WHEN c.id IS NOT NULL THEN 'call' WHEN r.id IS NOT NULL THEN 'room' ELSE 'profile' END
   OR (c.id IS NOT NULL
       AND ((g.sender_id, g.receiver_id) <> (c.caller_id, c.receiver_id)
            OR g.created_at NOT BETWEEN c.started_at AND c.ended_at))
   OR (r.id IS NOT NULL
       AND (g.receiver_id <> r.host_id
            OR g.created_at NOT BETWEEN r.started_at AND coalesce(r.ended_at, 'infinity')))
