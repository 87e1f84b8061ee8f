-- Which code was sent to this email address last, during a signup?
-- endpoint: POST /auth/otp/verify
-- index: idx_otp_verifications_email
-- runs: shared
-- draw typical:
--   SELECT email AS email
--   FROM {otp_verifications}
--   WHERE email IS NOT NULL
--   GROUP BY email
--   ORDER BY md5(email::text)
--   LIMIT 10
-- draw absent: SELECT 'nobody@example.in' AS email
SELECT id, otp_code, expires_at, attempts, max_attempts
FROM {otp_verifications}
WHERE email = %(email)s AND purpose = 'signup'
ORDER BY created_at DESC
LIMIT 1
