-- the figures of every stream that is over are what its views, reactions, messages and payments add up to
-- kind: balance
WITH counted AS (
    SELECT s.id,
        (s.ended_at AT TIME ZONE 'UTC')::date AS metric_date,
        v.viewers, v.seconds, v.back, r.reactions, r.shares, m.messages, t.sales, t.tips
    FROM streams AS s
    LEFT JOIN (
        SELECT stream_id, count(DISTINCT viewer_id) AS viewers, sum(extract(epoch FROM left_at - joined_at)) AS seconds,
            count(*) FILTER (WHERE is_back) AS back
        FROM (
            SELECT w.*, row_number() OVER (PARTITION BY w.performer_id, w.viewer_id ORDER BY b.started_at) > 1 AS is_back
            FROM stream_views AS w JOIN streams AS b ON b.id = w.stream_id
        ) AS seen
        GROUP BY stream_id
    ) AS v ON v.stream_id = s.id
    LEFT JOIN (
        SELECT stream_id, count(*) FILTER (WHERE kind <> 'share') AS reactions, count(*) FILTER (WHERE kind = 'share') AS shares
        FROM reactions GROUP BY stream_id
    ) AS r ON r.stream_id = s.id
    LEFT JOIN (SELECT stream_id, count(*) AS messages FROM messages GROUP BY stream_id) AS m ON m.stream_id = s.id
    LEFT JOIN (
        SELECT stream_id, count(*) AS sales, sum(performer_minor) FILTER (WHERE kind <> 'pay_per_view') AS tips
        FROM transactions WHERE status = 'settled' GROUP BY stream_id
    ) AS t ON t.stream_id = s.id
    WHERE s.status = 'ended'
)
SELECT c.id AS stream, p.*
FROM counted AS c
LEFT JOIN performance_metrics AS p ON p.stream_id = c.id
WHERE (p.metric_date, p.viewers, p.watch_seconds, p.returning_viewers, p.reactions, p.shares, p.messages, p.sales, p.tips_usd_minor)
    IS DISTINCT FROM (
        c.metric_date, coalesce(c.viewers, 0)::int, coalesce(c.seconds, 0)::int, coalesce(c.back, 0)::int,
        coalesce(c.reactions, 0)::int, coalesce(c.shares, 0)::int, coalesce(c.messages, 0)::int, coalesce(c.sales, 0)::int,
        coalesce(c.tips, 0)::bigint
    )
