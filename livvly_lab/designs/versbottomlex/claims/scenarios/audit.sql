-- security, administrative, system and compliance events and what is written of them

-- somebody to act on
INSERT INTO {users} (id, username, display_name, birth_date, country_code, email_ciphertext)
VALUES (%(user)s, 'tried_user', 'Tried', '1990-01-01', 'DE', '\x01'::bytea || decode(repeat('00', 60), 'hex'))

-- who acts
SELECT set_config('app.user_id', %(user)s::text, true), set_config('app.request_id', 'tried', true)

-- a role is given
INSERT INTO {user_roles} (user_id, role_code) VALUES (%(user)s, 'support')

-- an instrument is added
INSERT INTO {payment_methods}
  (id, user_id, provider_code, provider_token, kind, fingerprint, billing_ciphertext, key_id, verification_status)
VALUES (%(method)s, %(user)s, 'cardly', 'pm_a_secret_token', 'wallet', decode(repeat('00', 32), 'hex'),
        '\x01'::bytea || decode(repeat('00', 60), 'hex'), 3, 'pending')

-- an account is emptied
CALL erase_user(%(user)s)

-- the system tells of itself
CALL log_system_event('schema.migrated')

-- security, administrative, compliance and system events that are written down
-- wants: yes, yes, yes, yes
SELECT bool_or(category = 'security' AND action = 'payment_methods.insert'),
       bool_or(category = 'administrative' AND action = 'user_roles.insert'),
       bool_or(category = 'compliance' AND action = 'account.erased'),
       bool_or(category = 'system' AND action = 'schema.migrated')
FROM {audit_logs}
WHERE %(user)s IN (actor_id, object_id) OR category = 'system'

-- a secret among them
-- wants: 0
SELECT count(*) FROM {audit_logs} WHERE details::text LIKE '%%a_secret%%'

-- one of them is changed
-- wants: refused
UPDATE {audit_logs} SET action = 'nothing.happened' WHERE object_id = %(user)s

-- one of them is deleted
-- wants: refused
DELETE FROM {audit_logs} WHERE object_id = %(user)s
