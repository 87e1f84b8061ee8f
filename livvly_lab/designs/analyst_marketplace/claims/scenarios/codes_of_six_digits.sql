-- what a column of one-time passwords takes

-- six zeros
-- wants: taken
INSERT INTO {otp_verifications} (phone, otp_code, purpose) VALUES ('+99900000001', '000000', 'login')

-- six digits that begin with a zero
-- wants: taken
INSERT INTO {otp_verifications} (phone, otp_code, purpose) VALUES ('+99900000001', '012345', 'login')

-- six nines
-- wants: taken
INSERT INTO {otp_verifications} (phone, otp_code, purpose) VALUES ('+99900000001', '999999', 'login')

-- five digits
-- wants: refused by check
INSERT INTO {otp_verifications} (phone, otp_code, purpose) VALUES ('+99900000001', '12345', 'login')

-- a letter among them
-- wants: refused by check
INSERT INTO {otp_verifications} (phone, otp_code, purpose) VALUES ('+99900000001', '12345a', 'login')

-- a space among them
-- wants: refused by check
INSERT INTO {otp_verifications} (phone, otp_code, purpose) VALUES ('+99900000001', '12 345', 'login')

-- a minus before them
-- wants: refused by check
INSERT INTO {otp_verifications} (phone, otp_code, purpose) VALUES ('+99900000001', '-12345', 'login')

-- digits in Devanagari
-- wants: refused by check
INSERT INTO {otp_verifications} (phone, otp_code, purpose) VALUES ('+99900000001', '१२३४५६', 'login')

-- nothing
-- wants: refused by check
INSERT INTO {otp_verifications} (phone, otp_code, purpose) VALUES ('+99900000001', '', 'login')

-- seven digits
-- wants: refused
INSERT INTO {otp_verifications} (phone, otp_code, purpose) VALUES ('+99900000001', '1234567', 'login')

-- no code
-- wants: refused by not null
INSERT INTO {otp_verifications} (phone, purpose) VALUES ('+99900000001', 'login')

-- codes of the run that are not six digits
-- wants: 0
SELECT count(*) FROM otp_verifications WHERE otp_code !~ '^[0-9][0-9][0-9][0-9][0-9][0-9]$'
