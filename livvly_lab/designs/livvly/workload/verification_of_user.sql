-- How far is this user verified?
-- endpoint: GET /me/verification
-- index: idx_user_verification_user
-- runs: shard
-- draw typical: SELECT user_id FROM {user_verification} ORDER BY md5(user_id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT verification_tier, verification_status, phone_verified, selfie_verified, id_verified, video_verified
FROM {user_verification}
WHERE user_id = %(user_id)s
