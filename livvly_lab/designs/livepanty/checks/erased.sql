-- of erased accounts nothing is left that tells who they were, and no account waits longer than thirty days
-- kind: rule
SELECT u.id AS user_id, a.what
FROM users AS u
JOIN LATERAL (
  SELECT 'name' AS what WHERE u.display_name IS NOT NULL OR u.email NOT LIKE 'erased-%' OR u.last_login_ip IS NOT NULL
  UNION ALL SELECT 'session' FROM auth_sessions WHERE user_id = u.id
  UNION ALL SELECT 'preferences' FROM user_preferences WHERE user_id = u.id
  UNION ALL SELECT 'visit' FROM stream_viewers WHERE user_id = u.id
  UNION ALL SELECT 'document' FROM kyc_verifications WHERE user_id = u.id AND (document_url, document_hash) IS DISTINCT FROM (NULL, NULL)
  UNION ALL SELECT 'message' FROM tips WHERE sender_id = u.id AND message IS NOT NULL
  UNION ALL SELECT 'address' FROM payments WHERE user_id = u.id AND ip_address IS NOT NULL
  UNION ALL SELECT 'stream' FROM streams WHERE host_id = u.id AND (title <> 'erased' OR recording_url IS NOT NULL)
) AS a ON u.erased_at IS NOT NULL
UNION ALL
SELECT id, 'not erased in time' FROM users WHERE deleted_at < timestamptz '2026-11-01' - interval '30 days' AND erased_at IS NULL
