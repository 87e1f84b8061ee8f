-- nobody does anything before the signup or after the account was closed
-- kind: time
SELECT what, users.id AS user_id, users.created_at AS signup, users.deleted_at AS closed, at
FROM (
    SELECT 'stream' AS what, performer_id AS user_id, started_at AS at FROM streams
    UNION ALL SELECT 'view', viewer_id, joined_at FROM stream_views
    UNION ALL SELECT 'follow', viewer_id, created_at FROM follows
    UNION ALL SELECT 'followed', performer_id, created_at FROM follows
    UNION ALL SELECT 'subscription', viewer_id, started_at FROM subscriptions
    UNION ALL SELECT 'sale', performer_id, started_at FROM subscriptions
    UNION ALL SELECT 'payment', viewer_id, created_at FROM transactions WHERE status <> 'failed'
    UNION ALL SELECT 'message', sender_id, created_at FROM messages
    UNION ALL SELECT 'reaction', user_id, created_at FROM reactions
    UNION ALL SELECT 'vote', voter_id, created_at FROM poll_votes
    UNION ALL SELECT 'favorite', viewer_id, created_at FROM favorites
    UNION ALL SELECT 'instrument', user_id, created_at FROM payment_methods
) AS acts
JOIN users ON users.id = acts.user_id
WHERE at < users.created_at OR at > users.deleted_at
