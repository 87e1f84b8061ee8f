-- payments written with shares that are wrong, changed and removed

-- a performer and a viewer
INSERT INTO {users} (id, username, display_name, birth_date, country_code, email_ciphertext)
SELECT id, 'tried_' || n, 'Tried', '1990-01-01', 'DE', '\x01'::bytea || decode(repeat('00', 60), 'hex')
FROM unnest(ARRAY[%(performer)s, %(viewer)s]::uuid[]) WITH ORDINALITY AS u (id, n)

-- an instrument
INSERT INTO {payment_methods}
  (id, user_id, provider_code, provider_token, kind, fingerprint, billing_ciphertext, key_id, verification_status)
VALUES (%(method)s, %(viewer)s, 'cardly', 'pm_tried', 'wallet', decode(repeat('00', 32), 'hex'),
        '\x01'::bytea || decode(repeat('00', 60), 'hex'), 3, 'pending')

-- a tip of $11.90 that says the performer has it all
-- wants: taken
INSERT INTO {transactions}
  (id, performer_id, viewer_id, kind, status, payment_method_id, currency, gross_minor, tax_minor, fee_minor, performer_minor,
   platform_minor, performer_permille, tax_country, risk_score, created_at, settled_at)
VALUES (%(tip)s, %(performer)s, %(viewer)s, 'tip', 'settled', %(method)s, 'USD', 1190, 0, 0, 1190, 0, 1000, 'DE', 1,
        '2026-10-05Z', '2026-10-05Z')

-- tax, fee, the performer's and the platform's share of it
-- wants: 190, 46, 811, 143
SELECT tax_minor, fee_minor, performer_minor, platform_minor FROM {transactions} WHERE id = %(tip)s

-- one cent moved to the performer
-- wants: refused
UPDATE {transactions} SET performer_minor = 812, platform_minor = 142 WHERE id = %(tip)s

-- removed
-- wants: refused
DELETE FROM {transactions} WHERE id = %(tip)s

-- paid back
-- wants: 1
UPDATE {transactions} SET status = 'refunded', refunded_at = '2026-10-06Z' WHERE id = %(tip)s
