-- nobody calls, gives to, reports, blocks or invites himself
-- kind: rule
SELECT 'calls' AS in_table, id AS row, caller_id AS user_id FROM calls WHERE caller_id = receiver_id
UNION ALL SELECT 'gift_transactions', id, sender_id FROM gift_transactions WHERE sender_id = receiver_id
UNION ALL SELECT 'reports', id, reporter_id FROM reports WHERE reporter_id = reported_user_id OR reporter_id = reviewed_by
UNION ALL SELECT 'user_blocks', id, blocker_id FROM user_blocks WHERE blocker_id = blocked_id
UNION ALL SELECT 'referrals', id, referrer_id FROM referrals WHERE referrer_id = referee_id
