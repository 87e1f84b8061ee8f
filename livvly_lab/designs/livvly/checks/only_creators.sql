-- only creators are called, given gifts, host rooms, set rates and draw diamonds
-- kind: rule
SELECT a.in_table, a.id AS row, a.user_id
FROM (
  SELECT 'calls' AS in_table, id, receiver_id AS user_id FROM calls
  UNION ALL SELECT 'gift_transactions', id, receiver_id FROM gift_transactions
  UNION ALL SELECT 'rooms', id, host_id FROM rooms
  UNION ALL SELECT 'creator_call_rates', id, creator_id FROM creator_call_rates
  UNION ALL SELECT 'creator_kyc', id, user_id FROM creator_kyc
  UNION ALL SELECT 'withdrawals', id, user_id FROM withdrawals
  UNION ALL SELECT 'diamond_wallets', id, user_id FROM diamond_wallets
) AS a
JOIN users AS u ON u.id = a.user_id
WHERE NOT u.is_creator
