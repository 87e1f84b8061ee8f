-- One table owns a fact; where the document mentions it again, a view shows it. Views obey the policies of who asks.

CREATE VIEW tips WITH (security_invoker = true) AS
SELECT id, performer_id, viewer_id, stream_id, kind, gift_code, message, gross_minor, performer_minor, currency, created_at
FROM transactions
WHERE kind IN ('tip', 'gift') AND status = 'settled';

COMMENT ON VIEW tips IS 'Tips and gifts whose money is there, of transactions';

CREATE VIEW performer_metrics WITH (security_invoker = true) AS
SELECT performer_id, count(*) AS streams, max(metric_date) AS last_stream, round(avg(viewers), 1) AS viewers_a_stream,
    sum(watch_seconds) / 3600 AS hours_watched, sum(reactions) AS reactions, sum(shares) AS shares,
    sum(messages) AS messages, sum(tips_usd_minor) AS tips_usd_minor,
    round(sum(returning_viewers)::numeric / nullif(sum(viewers), 0), 3) AS returning_share
FROM performance_metrics
GROUP BY performer_id;

COMMENT ON VIEW performer_metrics IS 'What all streams of a performer brought, of performance_metrics';

CREATE VIEW performer_earnings WITH (security_invoker = true) AS
SELECT performer_id, date_trunc('month', settled_at AT TIME ZONE 'UTC')::date AS month, currency, kind,
    count(*) AS payments, sum(gross_minor) AS gross_minor, sum(tax_minor) AS tax_minor, sum(fee_minor) AS fee_minor,
    sum(platform_minor) AS platform_minor, sum(performer_minor) AS performer_minor,
    sum(performer_minor) FILTER (WHERE payout_id IS NOT NULL) AS paid_out_minor
FROM transactions
WHERE status = 'settled'
GROUP BY 1, 2, 3, 4;

COMMENT ON VIEW performer_earnings IS 'What performers earned by month, currency and kind of sale, of transactions';

CREATE VIEW payment_method_usage WITH (security_invoker = true) AS
SELECT m.id AS payment_method_id, m.user_id, m.provider_code, m.brand, m.last4, count(t.id) AS payments,
    count(t.id) FILTER (WHERE t.status = 'failed') AS failed, max(t.created_at) AS last_used_at
FROM payment_methods AS m
LEFT JOIN transactions AS t ON t.payment_method_id = m.id
GROUP BY m.id, m.user_id, m.provider_code, m.brand, m.last4;

COMMENT ON VIEW payment_method_usage IS 'How often and when an instrument was used, of transactions';

CREATE VIEW subscriber_retention WITH (security_invoker = true) AS
SELECT performer_id, date_trunc('month', started_at AT TIME ZONE 'UTC')::date AS cohort, months.after AS months_after,
    count(*) AS subscribers, count(*) FILTER (WHERE paid_until > started_at + make_interval(days => 30 * months.after)) AS kept
FROM subscriptions
CROSS JOIN generate_series(1, 12) AS months (after)
WHERE started_at + make_interval(days => 30 * months.after) <= now()
GROUP BY 1, 2, 3;

COMMENT ON VIEW subscriber_retention IS 'Of those who subscribed in a month, how many still paid so many months later';

CREATE VIEW stream_engagement WITH (security_invoker = true) AS
SELECT s.id AS stream_id, s.performer_id,
    (SELECT count(*) FROM stream_views AS v WHERE v.stream_id = s.id) AS views,
    (SELECT count(DISTINCT v.viewer_id) FROM stream_views AS v WHERE v.stream_id = s.id) AS viewers,
    (SELECT count(*) FROM reactions AS r WHERE r.stream_id = s.id AND r.kind <> 'share') AS reactions,
    (SELECT count(*) FROM reactions AS r WHERE r.stream_id = s.id AND r.kind = 'share') AS shares,
    (SELECT count(*) FROM messages AS m WHERE m.stream_id = s.id AND m.deleted_at IS NULL) AS messages
FROM streams AS s;

COMMENT ON VIEW stream_engagement IS 'Views, reactions and messages of a stream as they stand now, counted when asked';

-- Who watches a performer: groups of fewer than five are not shown, for they would tell of single people.
CREATE FUNCTION audience_of(performer uuid) RETURNS TABLE (country varchar, age_band text, viewers bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT u.country_code, b.band, count(DISTINCT v.viewer_id)
    FROM stream_views AS v
    JOIN users AS u ON u.id = v.viewer_id
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN u.birth_date > v.joined_at::date - interval '25 years' THEN '18 to 24'
            WHEN u.birth_date > v.joined_at::date - interval '35 years' THEN '25 to 34'
            WHEN u.birth_date > v.joined_at::date - interval '50 years' THEN '35 to 49'
            ELSE '50 and more'
        END
    ) AS b (band)
    WHERE v.performer_id = performer
        AND (current_user_id() = performer OR has_permission('metrics.read'))
    GROUP BY u.country_code, b.band
    HAVING count(DISTINCT v.viewer_id) >= 5
$$;

COMMENT ON FUNCTION audience_of(uuid) IS
    'Country and age of who watched a performer, for the performer and staff; no group of fewer than five';

CREATE FUNCTION refresh_metrics(which uuid) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    made integer;
BEGIN
    -- Whoever computes the same stream waits here, so that its row is not made twice.
    PERFORM FROM streams WHERE id = which FOR NO KEY UPDATE;
    DELETE FROM performance_metrics WHERE stream_id = which;
    EXECUTE format(
        'INSERT INTO %s (performer_id, stream_id, metric_date, viewers, watch_seconds, returning_viewers, reactions, shares,'
        ' messages, sales, tips_usd_minor)'
        ' SELECT s.performer_id, s.id, (s.ended_at AT TIME ZONE ''UTC'')::date, v.viewers, v.seconds, v.back,'
        ' r.reactions, r.shares, m.messages, t.sales, t.tips'
        ' FROM streams AS s'
        ' CROSS JOIN LATERAL (SELECT count(DISTINCT w.viewer_id) AS viewers,'
        '   coalesce(sum(extract(epoch FROM w.left_at - w.joined_at)), 0)::int AS seconds,'
        '   count(DISTINCT w.viewer_id) FILTER (WHERE EXISTS (SELECT FROM stream_views AS e JOIN streams AS b ON b.id = e.stream_id'
        '     WHERE e.viewer_id = w.viewer_id AND e.performer_id = s.performer_id AND b.started_at < s.started_at)) AS back'
        '   FROM stream_views AS w WHERE w.stream_id = s.id) AS v'
        ' CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE kind <> ''share'') AS reactions,'
        '   count(*) FILTER (WHERE kind = ''share'') AS shares FROM reactions WHERE stream_id = s.id) AS r'
        ' CROSS JOIN LATERAL (SELECT count(*) AS messages FROM messages WHERE stream_id = s.id) AS m'
        ' CROSS JOIN LATERAL (SELECT count(*) AS sales,'
        '   coalesce(sum(performer_minor) FILTER (WHERE kind <> ''pay_per_view''), 0) AS tips'
        '   FROM transactions WHERE stream_id = s.id AND status = ''settled'') AS t'
        ' WHERE s.id = $1 AND s.status = ''ended''',
        (SELECT beside(s.tableoid::regclass::text, 'performance_metrics') FROM streams AS s WHERE s.id = which)
    ) USING which;
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN made > 0;
END
$$;

COMMENT ON FUNCTION refresh_metrics(uuid) IS
    'Compute what a stream brought, once it is over; again where it was computed; false while it runs';
