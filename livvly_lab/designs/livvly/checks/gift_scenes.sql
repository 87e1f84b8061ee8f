-- every gift given in a call or a room was given there, while it went on, to the one who earned with it
-- kind: time
SELECT g.id AS gift_transaction, g.context, g.context_id, g.sender_id, g.receiver_id, g.created_at
FROM gift_transactions AS g
LEFT JOIN calls AS c ON c.id = g.context_id
WHERE g.context = 'call'
  AND (c.id IS NULL
       OR (g.sender_id, g.receiver_id) <> (c.caller_id, c.receiver_id)
       OR g.created_at NOT BETWEEN c.started_at AND c.ended_at)
UNION ALL
SELECT g.id, g.context, g.context_id, g.sender_id, g.receiver_id, g.created_at
FROM gift_transactions AS g
LEFT JOIN rooms AS r ON r.id = g.context_id
WHERE g.context = 'room'
  AND (r.id IS NULL
       OR g.receiver_id <> r.host_id
       OR g.created_at NOT BETWEEN r.started_at AND coalesce(r.ended_at, 'infinity'))
UNION ALL
SELECT g.id, g.context, g.context_id, g.sender_id, g.receiver_id, g.created_at
FROM gift_transactions AS g
WHERE g.context NOT IN ('call', 'room', 'profile')
