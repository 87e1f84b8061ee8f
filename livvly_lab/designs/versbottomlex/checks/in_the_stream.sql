-- views, reactions, messages, votes and tips fall into their stream; nobody watches a performer's two streams at once
-- kind: time
SELECT what, s.id AS stream, s.started_at, s.ended_at, acts.at
FROM (
    SELECT 'view' AS what, stream_id, joined_at AS at FROM stream_views
    UNION ALL SELECT 'leaving', stream_id, left_at FROM stream_views
    UNION ALL SELECT 'reaction', stream_id, created_at FROM reactions
    UNION ALL SELECT 'message', stream_id, created_at FROM messages
    UNION ALL SELECT 'tip', stream_id, created_at FROM transactions WHERE kind IN ('tip', 'gift')
    UNION ALL SELECT 'vote', p.stream_id, v.created_at FROM poll_votes AS v JOIN polls AS p ON p.id = v.poll_id
) AS acts
JOIN streams AS s ON s.id = acts.stream_id
WHERE acts.at < s.started_at OR acts.at > s.ended_at OR s.started_at IS NULL
UNION ALL
SELECT 'next stream', id, started_at, ended_at, next
FROM (
    SELECT id, started_at, ended_at, lead(started_at) OVER (PARTITION BY performer_id ORDER BY started_at) AS next
    FROM streams
    WHERE started_at IS NOT NULL
) AS following
WHERE next < ended_at
