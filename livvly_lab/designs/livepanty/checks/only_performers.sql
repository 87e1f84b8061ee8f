-- only performers stream, and only staff decide
-- kind: rule
SELECT a.what, a.user_id
FROM (
  SELECT 'stream' AS what, host_id AS user_id, '{performer}'::text[] AS roles FROM streams
  UNION ALL SELECT 'proof', reviewed_by, '{moderator,admin}' FROM kyc_verifications
  UNION ALL SELECT 'payout', reviewed_by, '{moderator,admin}' FROM payouts
  UNION ALL SELECT 'flag', reviewed_by, '{moderator,admin}' FROM moderation_flags
  UNION ALL SELECT 'case', assigned_to, '{moderator,admin}' FROM reports
  UNION ALL SELECT 'sanction', issued_by, '{moderator,admin}' FROM user_sanctions
) AS a
JOIN users AS u ON u.id = a.user_id
WHERE u.role <> ALL (a.roles)
