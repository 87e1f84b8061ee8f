-- eight sessions that take an offer good for three

-- a region, a country and a provider
INSERT INTO {regions} (code, name, currency) VALUES ('EU', 'Euro area', 'EUR')

-- a country
INSERT INTO {countries} (code, name, region_code, tax_permille) VALUES ('DE', 'Germany', 'EU', 190)

-- a performer and eight viewers
INSERT INTO {users} (id, username, display_name, birth_date, country_code, email_ciphertext)
SELECT CASE n WHEN 0 THEN %(performer)s ELSE gen_random_uuid() END, 'tried_' || n, 'Tried', '1990-01-01', 'DE',
       '\x01'::bytea || decode(repeat('00', 60), 'hex')
FROM generate_series(0, 8) AS n

-- the events they are told of
INSERT INTO {notification_events} (code, description) VALUES ('new_subscriber', 'Somebody subscribed')

-- a plan
INSERT INTO {pricing_plans} (id, performer_id, kind, name, tier, period_days)
VALUES (%(plan)s, %(performer)s, 'subscription', 'Friends', 1, 30)

-- an offer good for three
INSERT INTO {promotions} (id, performer_id, plan_id, code, percent_off, validity, most_redemptions)
VALUES (%(offer)s, %(performer)s, %(plan)s, 'TRIED3', 20, '[2026-10-01,2026-11-01)', 3)

-- eight sessions take it at once
-- wants: 3
-- of: steps of eight sessions that went otherwise
-- sessions: 8
INSERT INTO {subscriptions} (performer_id, viewer_id, plan_id, promotion_id, price_minor, currency, status, started_at, paid_until)
SELECT %(performer)s, id, %(plan)s, %(offer)s, 500, 'EUR', 'active', '2026-10-05Z', '2026-11-04Z'
FROM {users} WHERE username = 'tried_' || 1 + %(session)s

-- how often it says it was taken
-- wants: 3
-- of: steps of eight sessions that went otherwise
SELECT redemptions FROM {promotions} WHERE id = %(offer)s
