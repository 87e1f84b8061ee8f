-- one-time passwords at their limits of time and attempts

-- a code good for ten minutes
-- wants: taken
INSERT INTO {otp_verifications} (id, phone, otp_code, purpose, created_at, expires_at)
VALUES (%(code)s, '+99900000001', '012345', 'login', '2001-01-01 00:00Z', '2001-01-01 00:10Z')

-- a code good for a second more
-- wants: refused by check
INSERT INTO {otp_verifications} (phone, otp_code, purpose, created_at, expires_at)
VALUES ('+99900000001', '012345', 'login', '2001-01-01 00:00Z', '2001-01-01 00:10:01Z')

-- a code without a limit said
INSERT INTO {otp_verifications} (id, phone, otp_code, purpose)
VALUES (%(another)s, '+99900000001', '012345', 'login')

-- how long it is good, and for how many attempts
-- wants: 0:10:00, 3
SELECT expires_at - created_at, max_attempts FROM {otp_verifications} WHERE id = %(another)s

-- a third attempt
-- wants: taken
UPDATE {otp_verifications} SET attempts = 3 WHERE id = %(code)s

-- a fourth attempt
-- wants: refused by check
UPDATE {otp_verifications} SET attempts = 4 WHERE id = %(code)s

-- a fourth attempt that is allowed beforehand
-- wants: refused by check
UPDATE {otp_verifications} SET attempts = 4, max_attempts = 4 WHERE id = %(code)s

-- entered a second too late
-- wants: refused by check
UPDATE {otp_verifications} SET verified = true, verified_at = '2001-01-01 00:10:01Z' WHERE id = %(code)s

-- entered at the last moment
-- wants: taken
UPDATE {otp_verifications} SET verified = true, verified_at = '2001-01-01 00:10Z' WHERE id = %(code)s

-- the cleanup 24 hours after it expired, to the second
-- wants: 0
SELECT cleanup_expired_otps('2001-01-02 00:10Z')

-- the cleanup a second later
-- wants: 1
SELECT cleanup_expired_otps('2001-01-02 00:10:01Z')

-- 10,000 codes that expired long ago
INSERT INTO {otp_verifications} (phone, otp_code, purpose, created_at, expires_at)
SELECT '+99900000001', '012345', 'login', '2001-02-01 00:00Z', '2001-02-01 00:10Z' FROM generate_series(1, 10000)

-- the cleanup of 10,000 codes
-- wants: 10000
SELECT cleanup_expired_otps('2001-02-03Z')
