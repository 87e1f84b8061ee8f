-- no one-time password is older than a day after it expired
-- kind: time
SELECT o.id AS code, o.expires_at
FROM otp_verifications AS o
WHERE o.expires_at < (SELECT max(expires_at) FROM otp_verifications) - interval '24 hours 20 minutes'
