-- no two discount codes or invite links share their text, and no two analysts a registration, in one shard or in two
-- kind: duplicate
SELECT l.kind, l.word, count(*) AS times
FROM (
  SELECT 'discount code' AS kind, code AS word FROM discount_codes
  UNION ALL SELECT 'invite link', invite_code FROM invite_links
  UNION ALL SELECT 'SEBI registration', sebi_number FROM analyst_profiles
  UNION ALL SELECT 'RIA registration', ria_number FROM analyst_profiles
  UNION ALL SELECT 'payment', razorpay_payment_id FROM payment_transactions
  UNION ALL SELECT 'billing', razorpay_subscription_id FROM subscriptions
) AS l
WHERE l.word IS NOT NULL
GROUP BY l.kind, l.word
HAVING count(*) > 1
