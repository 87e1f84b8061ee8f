-- every tip goes to the host of its stream, while it went on
-- kind: time
SELECT t.id AS tip, t.created_at, s.started_at, s.ended_at
FROM tips AS t
JOIN streams AS s ON s.id = t.stream_id
WHERE s.host_id <> t.host_id OR t.created_at < s.started_at OR t.created_at > s.ended_at
