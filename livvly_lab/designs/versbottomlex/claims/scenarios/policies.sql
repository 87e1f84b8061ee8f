-- rows of others as the role of the application sees them

-- the role of the application
CREATE ROLE lab_application NOLOGIN

-- what it may touch
CALL grant_application('lab_application')

-- a performer, a viewer and a member of staff
INSERT INTO {users} (id, username, display_name, birth_date, country_code, email_ciphertext)
SELECT id, 'tried_' || n, 'Tried', '1990-01-01', 'DE', '\x01'::bytea || decode(repeat('00', 60), 'hex')
FROM unnest(ARRAY[%(performer)s, %(viewer)s, %(staff)s]::uuid[]) WITH ORDINALITY AS u (id, n)

-- the role of staff
INSERT INTO {user_roles} (user_id, role_code) VALUES (%(staff)s, 'finance')

-- an account the performer is paid to
INSERT INTO {payout_accounts}
  (performer_id, method, holder_ciphertext, account_ciphertext, account_last4, key_id, verification_status)
VALUES (%(performer)s, 'sepa', '\x01'::bytea || decode(repeat('00', 60), 'hex'), '\x01'::bytea || decode(repeat('00', 60), 'hex'),
        '1234', 2, 'pending')

-- the application, nobody signed in
SET LOCAL ROLE lab_application

-- payout accounts, payments, messages and audit that nobody sees
-- wants: 0, 0, 0
SELECT (SELECT count(*) FROM payout_accounts), (SELECT count(*) FROM transactions), (SELECT count(*) FROM audit_logs)

-- the viewer signs in
SELECT set_config('app.user_id', %(viewer)s::text, true)

-- payout accounts the viewer sees
-- wants: 0
SELECT count(*) FROM payout_accounts

-- a role the viewer gives to themselves
-- wants: refused
INSERT INTO {user_roles} (user_id, role_code) VALUES (%(viewer)s, 'admin')

-- a payment the viewer writes
-- wants: refused
INSERT INTO {transactions} (performer_id) VALUES (%(performer)s)

-- what is sealed
-- wants: refused
SELECT account_ciphertext FROM payout_accounts

-- the performer signs in
SELECT set_config('app.user_id', %(performer)s::text, true)

-- payout accounts the performer sees
-- wants: 1
SELECT count(*) FROM payout_accounts

-- staff signs in
SELECT set_config('app.user_id', %(staff)s::text, true)

-- the performer's account as staff sees it, and audit that finance does not
-- wants: 1, 0
SELECT (SELECT count(*) FROM payout_accounts WHERE performer_id = %(performer)s), (SELECT count(*) FROM audit_logs)
