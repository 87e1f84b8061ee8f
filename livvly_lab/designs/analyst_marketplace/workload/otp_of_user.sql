-- Which code was sent to this user last for this purpose?
-- endpoint: POST /auth/otp/verify
-- index: idx_otp_verifications_user
-- runs: shared
-- draw typical:
--   SELECT user_id AS user_id
--   FROM {otp_verifications}
--   WHERE user_id IS NOT NULL
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, otp_code, expires_at, attempts, max_attempts
FROM {otp_verifications}
WHERE user_id = %(user_id)s AND purpose = 'login' AND NOT verified
ORDER BY created_at DESC
LIMIT 1
