-- every status, reason and kind is one of those the specification lists
-- kind: rule
SELECT v.what, v.value
FROM (
  SELECT 'referrals.status' AS what, status AS value, ARRAY['sent', 'accepted', 'expired', 'declined'] AS allowed FROM referrals
  UNION ALL SELECT 'points_ledger.status', status, ARRAY['pending', 'matured', 'revoked'] FROM points_ledger
  UNION ALL SELECT 'pots.status', status, ARRAY['scheduled', 'open', 'funded', 'expired', 'closed'] FROM pots
  UNION ALL SELECT 'pots.visibility', visibility, ARRAY['private', 'public', 'friends_only'] FROM pots
  UNION ALL
  SELECT 'donations.status', status, ARRAY['pending', 'processing', 'succeeded', 'failed', 'refunded'] FROM donations
  UNION ALL SELECT 'refunds.reason', reason, ARRAY['user_request', 'fraud', 'failed_pot', 'admin_action'] FROM refunds
  UNION ALL SELECT 'qr_codes.status', status, ARRAY['issued', 'redeemed', 'expired', 'cancelled'] FROM qr_codes
  UNION ALL
  SELECT 'notifications.status', status, ARRAY['pending', 'sent', 'delivered', 'failed', 'bounced'] FROM notifications
  UNION ALL SELECT 'notifications.channel', channel, ARRAY['email', 'sms', 'whatsapp'] FROM notifications
) AS v
WHERE v.value IS NULL OR v.value <> ALL (v.allowed)
