-- what a column of password hashes takes

-- a bcrypt hash ($2b$)
-- wants: taken
INSERT INTO {users} (id, phone, password_hash) VALUES (%(user)s, '+99900000001', '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW')

-- a bcrypt hash of an older library ($2a$)
-- wants: taken
INSERT INTO {users} (id, phone, password_hash) VALUES (%(another)s, '+99900000002', '$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy')

-- a password in clear
-- wants: refused by check
INSERT INTO {users} (id, phone, password_hash) VALUES (%(third)s, '+99900000003', 'secret')

-- an MD5 hash
-- wants: refused by check
INSERT INTO {users} (id, phone, password_hash) VALUES (%(third)s, '+99900000003', '5f4dcc3b5aa765d61d8327deb882cf99')

-- a SHA-256 hash
-- wants: refused by check
INSERT INTO {users} (id, phone, password_hash) VALUES (%(third)s, '+99900000003', '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8')

-- an Argon2 hash
-- wants: refused by check
INSERT INTO {users} (id, phone, password_hash) VALUES (%(third)s, '+99900000003', '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b7dWRWJTmaaJObG')

-- an MD5 crypt hash
-- wants: refused by check
INSERT INTO {users} (id, phone, password_hash) VALUES (%(third)s, '+99900000003', '$1$saltsalt$2vnaRpHa6Jxjz5n83ok8Z0')

-- nothing
-- wants: refused by check
INSERT INTO {users} (id, phone, password_hash) VALUES (%(third)s, '+99900000003', '')

-- no hash
-- wants: refused by not null
INSERT INTO {users} (id, phone) VALUES (%(third)s, '+99900000003')
