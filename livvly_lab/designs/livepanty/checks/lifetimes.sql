-- nobody does anything before they signed up or after they closed the account
-- kind: time
SELECT a.what, a.user_id, a.at
FROM (
  SELECT 'tip' AS what, sender_id AS user_id, created_at AS at FROM tips
  UNION ALL SELECT 'tip received', host_id, created_at FROM tips
  UNION ALL SELECT 'payment', user_id, created_at FROM payments
  UNION ALL SELECT 'payout', user_id, created_at FROM payouts
  UNION ALL SELECT 'stream', host_id, created_at FROM streams
  UNION ALL SELECT 'visit', user_id, joined_at FROM stream_viewers
  UNION ALL SELECT 'session', user_id, created_at FROM auth_sessions
  UNION ALL SELECT 'proof', user_id, created_at FROM kyc_verifications
  UNION ALL SELECT 'report', reporter_id, created_at FROM reports
  UNION ALL SELECT 'entry', user_id, created_at FROM ledger
) AS a
JOIN users AS u ON u.id = a.user_id
WHERE a.at < u.created_at OR a.at > u.deleted_at
