-- what belongs to a soft-deleted row is soft-deleted at the same moment or before
-- kind: rule
SELECT what, id, deleted_at, owner_deleted_at
FROM (
    SELECT 'profile' AS what, p.user_id AS id, p.deleted_at, u.deleted_at AS owner_deleted_at
    FROM performer_profiles AS p JOIN users AS u ON u.id = p.user_id
    UNION ALL SELECT 'stream', s.id, s.deleted_at, u.deleted_at FROM streams AS s JOIN users AS u ON u.id = s.performer_id
    UNION ALL SELECT 'recording', a.id, a.deleted_at, s.deleted_at
    FROM stream_archives AS a JOIN streams AS s ON s.id = a.stream_id
    UNION ALL SELECT 'message', m.id, m.deleted_at, s.deleted_at FROM messages AS m JOIN streams AS s ON s.id = m.stream_id
    UNION ALL SELECT 'message to', m.id, m.deleted_at, u.deleted_at FROM messages AS m JOIN users AS u ON u.id = m.owner_id
    UNION ALL SELECT 'message of', m.id, m.deleted_at, u.deleted_at FROM messages AS m JOIN users AS u ON u.id = m.sender_id
    UNION ALL SELECT 'instrument', p.id, p.deleted_at, u.deleted_at
    FROM payment_methods AS p JOIN users AS u ON u.id = p.user_id
    UNION ALL SELECT 'plan', p.id, p.deleted_at, u.deleted_at FROM pricing_plans AS p JOIN users AS u ON u.id = p.performer_id
) AS owned
WHERE owner_deleted_at IS NOT NULL AND (deleted_at IS NULL OR deleted_at > owner_deleted_at)
