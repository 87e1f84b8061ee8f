-- a stream that is not for all is watched only by followers, by subscribers of its tier, by those who paid or were invited
-- kind: rule
SELECT v.id AS view, s.visibility, v.viewer_id
FROM stream_views AS v
JOIN streams AS s ON s.id = v.stream_id
WHERE CASE s.visibility
    WHEN 'public' THEN false
    WHEN 'followers' THEN NOT EXISTS (
        SELECT FROM follows AS f
        WHERE (f.performer_id, f.viewer_id) = (v.performer_id, v.viewer_id) AND f.created_at <= v.joined_at
    )
    WHEN 'subscribers' THEN NOT EXISTS (
        SELECT FROM subscriptions AS b
        JOIN pricing_plans AS held ON held.id = b.plan_id
        JOIN pricing_plans AS least ON least.id = s.access_plan_id
        WHERE (b.performer_id, b.viewer_id) = (v.performer_id, v.viewer_id) AND held.tier >= least.tier
            AND v.joined_at BETWEEN b.started_at AND b.paid_until
    )
    WHEN 'pay_per_view' THEN NOT EXISTS (
        SELECT FROM transactions AS t
        WHERE (t.stream_id, t.viewer_id, t.plan_id) = (v.stream_id, v.viewer_id, s.access_plan_id)
            AND t.created_at < v.joined_at
    )
    ELSE NOT EXISTS (
        SELECT FROM stream_invitations AS i
        WHERE (i.stream_id, i.viewer_id) = (v.stream_id, v.viewer_id) AND i.created_at < v.joined_at
    )
END
