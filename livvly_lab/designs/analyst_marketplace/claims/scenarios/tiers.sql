-- tiers at the limits of price, name and number

-- an analyst
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst')

-- a year for a paisa less than twelve months
-- wants: taken
INSERT INTO {subscription_tiers} (analyst_id, tier_name, price_monthly, price_yearly)
VALUES (%(analyst)s, 'Pro', 99900, 1198799)

-- a year for twelve months
-- wants: refused by check
INSERT INTO {subscription_tiers} (analyst_id, tier_name, price_monthly, price_yearly)
VALUES (%(analyst)s, 'Premium', 99900, 1198800)

-- months so dear that twelve of them overflow an integer
-- wants: taken
INSERT INTO {subscription_tiers} (analyst_id, tier_name, price_monthly, price_yearly)
VALUES (%(analyst)s, 'Institutions', 200000000, 2000000000)

-- a tier of the same name
-- wants: refused by unique
INSERT INTO {subscription_tiers} (analyst_id, tier_name, price_monthly) VALUES (%(analyst)s, 'Pro', 50000)

-- a free tier without a yearly price
-- wants: taken
INSERT INTO {subscription_tiers} (analyst_id, tier_name, price_monthly, is_free_tier)
VALUES (%(analyst)s, 'Free', 0, true)

-- a second free tier
-- wants: refused by unique
INSERT INTO {subscription_tiers} (analyst_id, tier_name, price_monthly, is_free_tier)
VALUES (%(analyst)s, 'Gratis', 0, true)

-- a free tier that costs something
-- wants: refused by check
INSERT INTO {subscription_tiers} (analyst_id, tier_name, price_monthly, is_free_tier)
VALUES (%(analyst)s, 'Nearly free', 100, true)

-- the free tier is soft-deleted, another takes its place
UPDATE {subscription_tiers} SET deleted_at = now() WHERE analyst_id = %(analyst)s AND is_free_tier

-- a free tier with a yearly price of nothing, in the place of one that was deleted
-- wants: taken
INSERT INTO {subscription_tiers} (analyst_id, tier_name, price_monthly, price_yearly, is_free_tier)
VALUES (%(analyst)s, 'Free again', 0, 0, true)

-- a name that only a soft-deleted tier has
-- wants: taken
-- of: after a soft delete
INSERT INTO {subscription_tiers} (analyst_id, tier_name, price_monthly) VALUES (%(analyst)s, 'Free', 50000)
