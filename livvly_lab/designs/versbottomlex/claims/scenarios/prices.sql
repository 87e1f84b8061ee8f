-- prices and offers of a plan by region and day

-- a performer
INSERT INTO {users} (id, username, display_name, birth_date, country_code, email_ciphertext)
VALUES (%(performer)s, 'tried_performer', 'Tried', '1990-01-01', 'DE', '\x01'::bytea || decode(repeat('00', 60), 'hex'))

-- a plan
INSERT INTO {pricing_plans} (id, performer_id, kind, name, tier, period_days)
VALUES (%(plan)s, %(performer)s, 'subscription', 'Friends', 1, 30)

-- a price for half a year
-- wants: taken
INSERT INTO {plan_prices} (performer_id, plan_id, region_code, validity, amount_minor, currency)
VALUES (%(performer)s, %(plan)s, 'EU', '[2026-01-01,2026-07-01)', 1000, 'EUR')

-- another one from its last day on
-- wants: refused
INSERT INTO {plan_prices} (performer_id, plan_id, region_code, validity, amount_minor, currency)
VALUES (%(performer)s, %(plan)s, 'EU', '[2026-06-30,)', 800, 'EUR')

-- from the day after it on
-- wants: taken
INSERT INTO {plan_prices} (performer_id, plan_id, region_code, validity, amount_minor, currency)
VALUES (%(performer)s, %(plan)s, 'EU', '[2026-07-01,)', 800, 'EUR')

-- for the same days in another region
-- wants: taken
INSERT INTO {plan_prices} (performer_id, plan_id, region_code, validity, amount_minor, currency)
VALUES (%(performer)s, %(plan)s, 'JP', '[2026-01-01,)', 1500, 'JPY')

-- the price on the last day of the first
-- wants: 1000, EUR
SELECT amount_minor, currency FROM price_of(%(plan)s, 'FR', '2026-06-30')

-- the price on the day after
-- wants: 800, EUR
SELECT amount_minor, currency FROM price_of(%(plan)s, 'DE', '2026-07-01')

-- the price where none is set
-- wants: no row
SELECT amount_minor, currency FROM price_of(%(plan)s, 'US', '2026-07-01')

-- an offer for October
-- wants: taken
INSERT INTO {promotions} (id, performer_id, plan_id, code, percent_off, validity, most_redemptions)
VALUES (%(offer)s, %(performer)s, %(plan)s, 'TRIED1', 20, '[2026-10-01,2026-11-01)', 1)

-- another one on its days
-- wants: refused
INSERT INTO {promotions} (performer_id, plan_id, code, percent_off, validity)
VALUES (%(performer)s, %(plan)s, 'TRIED2', 50, '[2026-10-31,2026-12-01)')
