-- nobody does anything before signup or after the account was deleted
-- kind: time
SELECT a.what, a.id AS row, a.user_id, a.at, u.created_at AS signup, u.deleted_at
FROM (
  SELECT 'subscription' AS what, id, user_id, created_at AS at FROM subscriptions
  UNION ALL SELECT 'sale', id, analyst_id, created_at FROM subscriptions
  UNION ALL SELECT 'payment', id, user_id, created_at FROM payment_transactions WHERE transaction_type = 'subscription_payment'
  UNION ALL SELECT 'post', id, analyst_id, created_at FROM posts
  UNION ALL SELECT 'bookmark', id, user_id, created_at FROM bookmarks
  UNION ALL SELECT 'review', id, user_id, created_at FROM reviews
  UNION ALL SELECT 'message', id, user_id, created_at FROM chat_messages
  UNION ALL SELECT 'report', id, reported_by, created_at FROM moderation_flags
  UNION ALL SELECT 'ticket', id, user_id, created_at FROM support_tickets
  UNION ALL SELECT 'notification', id, user_id, created_at FROM notifications
  UNION ALL SELECT 'one-time password', id, user_id, created_at FROM otp_verifications WHERE user_id IS NOT NULL
) AS a
JOIN users AS u ON u.id = a.user_id
WHERE a.at < u.created_at OR a.at > u.deleted_at
