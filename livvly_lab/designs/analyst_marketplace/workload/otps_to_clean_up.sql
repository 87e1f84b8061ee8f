-- How many codes expired 24 hours ago and wait for the daily cleanup?
-- endpoint: job: cleanup_expired_otps
-- index: idx_otp_verifications_expires
-- runs: shared
-- draw typical: SELECT max(created_at) AS now FROM {otp_verifications}
SELECT count(*) AS codes
FROM {otp_verifications}
WHERE expires_at < %(now)s::timestamptz - interval '24 hours'
