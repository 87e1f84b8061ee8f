-- Which code was sent to this phone last, during a signup?
-- endpoint: POST /auth/otp/verify
-- index: idx_otp_verifications_phone
-- runs: shared
-- draw typical:
--   SELECT phone AS phone
--   FROM {otp_verifications}
--   WHERE phone IS NOT NULL
--   GROUP BY phone
--   ORDER BY md5(phone::text)
--   LIMIT 10
-- draw absent: SELECT '+91500000000' AS phone
SELECT id, otp_code, expires_at, attempts, max_attempts
FROM {otp_verifications}
WHERE phone = %(phone)s AND purpose = 'signup'
ORDER BY created_at DESC
LIMIT 1
