-- The views the document names, and what users may know of each other. The summaries run with the rights of whoever
-- asks (security_invoker), so that row-level security holds through them as it does on the tables.

CREATE VIEW user_summary WITH (security_invoker) AS
SELECT
    u.id,
    u.username,
    u.role,
    u.status,
    u.country,
    u.created_at,
    w.balance,
    w.reserved_balance,
    w.balance - w.reserved_balance AS available_balance,
    round(w.balance / w.conversion_rate, 2) AS balance_usd,
    coalesce(k.status, 'none') AS kyc_status,
    k.level AS kyc_level,
    k.expires_at AS kyc_expires_at
FROM users AS u
LEFT JOIN wallets AS w ON w.user_id = u.id
LEFT JOIN LATERAL (
    SELECT v.status, v.level, v.expires_at
    FROM kyc_verifications AS v
    WHERE v.user_id = u.id
    ORDER BY v.status = 'approved' DESC, v.level = 'identity' DESC, v.created_at DESC
    LIMIT 1
) AS k ON true
WHERE u.deleted_at IS NULL;

COMMENT ON VIEW user_summary IS
    'Live users with their wallet balance and the proof of identity that counts most; shows what the asker may see';

CREATE VIEW stream_summary WITH (security_invoker) AS
SELECT
    s.id,
    s.host_id,
    s.title,
    s.category,
    s.status,
    s.started_at,
    s.ended_at,
    extract(epoch FROM coalesce(s.ended_at, now()) - s.started_at)::bigint AS duration_seconds,
    v.viewers,
    v.watching,
    v.watch_seconds,
    v.messages,
    t.tips,
    t.tokens
FROM streams AS s
CROSS JOIN LATERAL (
    SELECT
        count(*) AS viewers,
        count(*) FILTER (WHERE left_at IS NULL) AS watching,
        coalesce(sum(watch_seconds), 0) AS watch_seconds,
        coalesce(sum(messages_sent), 0) AS messages
    FROM stream_viewers
    WHERE stream_id = s.id
) AS v
CROSS JOIN LATERAL (
    SELECT count(*) AS tips, coalesce(sum(tokens), 0) AS tokens
    FROM tips
    WHERE stream_id = s.id AND status = 'settled'
) AS t
WHERE s.deleted_at IS NULL;

COMMENT ON VIEW stream_summary IS
    'Streams with viewer counts and tips, counted from the rows the asker may see';

CREATE VIEW public_profiles WITH (security_barrier) AS
SELECT u.id, u.username, u.display_name, u.bio, u.avatar_url, u.role, u.created_at
FROM users AS u
LEFT JOIN user_preferences AS p ON p.user_id = u.id
WHERE u.deleted_at IS NULL AND u.status = 'active' AND NOT coalesce(p.private_profile, false);

COMMENT ON VIEW public_profiles IS
    'What everybody may know of a user: no address, birthday or balance, and nobody who is hidden or sanctioned';
