-- nothing is older than it may be kept: sessions ninety days, events two years, the audit five, payments seven
-- kind: time
SELECT a.what, a.at, a.kept
FROM (
  SELECT 'user_sessions' AS what, min(created_at) AS at, interval '90 days' AS kept FROM user_sessions
  UNION ALL SELECT 'password_reset_tokens', min(created_at), interval '90 days' FROM password_reset_tokens
  UNION ALL SELECT 'admin_sessions', min(created_at), interval '90 days' FROM admin_sessions
  UNION ALL SELECT 'analytics_events', min(timestamp), interval '2 years' FROM analytics_events
  UNION ALL SELECT 'audit_logs', min(timestamp), interval '5 years' FROM audit_logs
  UNION ALL SELECT 'donations', min(created_at), interval '7 years' FROM donations
) AS a
WHERE a.at < timestamptz '2026-11-01 00:00+00' - a.kept
