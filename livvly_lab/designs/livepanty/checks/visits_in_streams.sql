-- nobody watched a stream before it began, after it ended, longer than it went on, or while they hosted it
-- kind: time
SELECT v.id AS visit, v.joined_at, v.left_at, s.started_at, s.ended_at
FROM stream_viewers AS v
JOIN streams AS s ON s.id = v.stream_id
WHERE s.host_id = v.user_id OR v.joined_at < s.started_at OR v.left_at > s.ended_at
   OR v.watch_seconds > extract(epoch FROM s.ended_at - s.started_at) OR v.left_at IS NULL AND s.status <> 'live'
