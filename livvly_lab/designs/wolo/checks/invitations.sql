-- everybody who came by an invitation signed up within its seven days, and to the phone or email it went to
-- kind: rule
SELECT r.id AS referral, r.sent_at, r.accepted_at, r.expired_at, u.created_at AS signup, r.invited_phone, u.phone
FROM referrals AS r
JOIN users AS u ON u.id = r.sponsored_user_id
WHERE r.status <> 'accepted'
   OR r.accepted_at <> u.created_at
   OR r.accepted_at NOT BETWEEN r.sent_at AND r.expired_at
   OR r.expired_at <> r.sent_at + interval '7 days'
   OR coalesce(r.invited_phone = u.phone, r.invited_email = u.email) IS NOT TRUE
