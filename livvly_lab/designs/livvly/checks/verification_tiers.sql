-- the verification tier of every user is the highest step passed, in both tables that hold it
-- kind: rule
SELECT v.id AS verification, v.user_id, v.verification_tier, u.verification_tier AS tier_of_user
FROM user_verification AS v
JOIN users AS u ON u.id = v.user_id
WHERE v.verification_tier <> u.verification_tier
   OR v.verification_tier <> v.phone_verified::int + v.selfie_verified::int + v.id_verified::int + v.video_verified::int
