-- what became of messages
-- distribution: delivery of messages
-- kind: choices
-- unit: messages
SELECT status, count(*) FROM notifications WHERE status <> 'pending' GROUP BY 1
