-- nobody has a running subscription to or from a closed account, and who is past due has not paid for today
-- kind: rule
SELECT s.id AS subscription, s.status, s.paid_until, v.deleted_at AS viewer_closed, p.deleted_at AS performer_closed
FROM subscriptions AS s
JOIN users AS v ON v.id = s.viewer_id
JOIN users AS p ON p.id = s.performer_id
WHERE s.status IN ('active', 'past_due') AND coalesce(v.deleted_at, p.deleted_at) IS NOT NULL
    OR s.status = 'active' AND s.paid_until <= (SELECT max(created_at) FROM users)
