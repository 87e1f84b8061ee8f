-- Twelve users who may tip and stream.
INSERT INTO users (id, email, username, password_hash, role, date_of_birth, country)
SELECT md5('user ' || n)::uuid, 'u' || n || '@example.com', 'user_' || n, '$2b$12$' || repeat('a', 53), 'performer', '1990-05-05', 'US'
FROM generate_series(1, 12) AS n;
INSERT INTO wallets (user_id) SELECT id FROM users
