-- sessions, password resets and recordings are gone when their time is over
-- kind: time
SELECT 'session' AS what, id AS row_id, expires_at AS until FROM auth_sessions WHERE expires_at < timestamptz '2026-11-01' - interval '30 days'
UNION ALL
SELECT 'reset', id, expires_at FROM password_reset_tokens WHERE expires_at < timestamptz '2026-11-01' - interval '1 day'
UNION ALL
SELECT 'recording', id, recording_expires_at FROM streams WHERE recording_url IS NOT NULL AND recording_expires_at < '2026-11-01'
