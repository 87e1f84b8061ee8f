-- nothing happens to a user before signup or after the account was deleted
-- kind: time
SELECT a.what, a.id AS row, a.user_id, a.at, u.created_at AS signup, u.deleted_at
FROM (
  SELECT 'call made' AS what, id, caller_id AS user_id, created_at AS at FROM calls
  UNION ALL SELECT 'call received', id, receiver_id, created_at FROM calls
  UNION ALL SELECT 'gift given', id, sender_id, created_at FROM gift_transactions
  UNION ALL SELECT 'gift received', id, receiver_id, created_at FROM gift_transactions
  UNION ALL SELECT 'transaction', id, user_id, created_at FROM transactions
  UNION ALL SELECT 'room hosted', id, host_id, created_at FROM rooms
  UNION ALL SELECT 'room joined', id, user_id, joined_at FROM room_participants
  UNION ALL SELECT 'interest', id, user_id, created_at FROM user_interests
  UNION ALL SELECT 'preference', id, user_id, created_at FROM matching_preferences
  UNION ALL SELECT 'coin wallet', id, user_id, created_at FROM coin_wallets
  UNION ALL SELECT 'diamond wallet', id, user_id, created_at FROM diamond_wallets
  UNION ALL SELECT 'rates', id, creator_id, created_at FROM creator_call_rates
  UNION ALL SELECT 'verification', id, user_id, created_at FROM user_verification
  UNION ALL SELECT 'identity check', id, user_id, created_at FROM creator_kyc
  UNION ALL SELECT 'withdrawal', id, user_id, requested_at FROM withdrawals
  UNION ALL SELECT 'subscription', id, user_id, started_at FROM user_subscriptions
  UNION ALL SELECT 'notification', id, user_id, sent_at FROM notifications
  UNION ALL SELECT 'transcript', id, user_id, created_at FROM ai_moderation_transcripts
  UNION ALL SELECT 'report made', id, reporter_id, created_at FROM reports
  UNION ALL SELECT 'reported', id, reported_user_id, created_at FROM reports
  UNION ALL SELECT 'report reviewed', id, reviewed_by, reviewed_at FROM reports
  UNION ALL SELECT 'transcript reviewed', id, reviewed_by, reviewed_at FROM ai_moderation_transcripts
  UNION ALL SELECT 'block made', id, blocker_id, created_at FROM user_blocks
  UNION ALL SELECT 'blocked', id, blocked_id, created_at FROM user_blocks
  UNION ALL SELECT 'invitation', id, referrer_id, created_at FROM referrals
  UNION ALL SELECT 'reward for inviting', id, referrer_id, rewarded_at FROM referrals
  UNION ALL SELECT 'reward for coming', id, referee_id, rewarded_at FROM referrals
) AS a
JOIN users AS u ON u.id = a.user_id
WHERE a.at < u.created_at OR a.at > u.deleted_at
