-- one subscription of a user to an analyst at a time

-- an analyst and a reader
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst'),
       (%(reader)s, '+99900000002', '$2b$12$' || repeat('a', 53), 'trader')

-- a tier
INSERT INTO {subscription_tiers} (id, analyst_id, tier_name, price_monthly) VALUES (%(tier)s, %(analyst)s, 'Pro', 99900)

-- the analyst subscribes to himself
-- wants: refused by check
INSERT INTO {subscriptions} (user_id, analyst_id, tier_id, status, price_paid, final_price)
VALUES (%(analyst)s, %(analyst)s, %(tier)s, 'active', 99900, 99900)

-- a first subscription
-- wants: taken
INSERT INTO {subscriptions} (id, user_id, analyst_id, tier_id, status, price_paid, final_price, start_date, expires_at)
VALUES (%(first)s, %(reader)s, %(analyst)s, %(tier)s, 'active', 99900, 99900, '2001-01-01Z', '2001-01-31Z')

-- a second one while the first is active
-- wants: refused by unique
INSERT INTO {subscriptions} (user_id, analyst_id, tier_id, status, price_paid, final_price)
VALUES (%(reader)s, %(analyst)s, %(tier)s, 'active', 99900, 99900)

-- a new one when the first is over, before the daily job
-- wants: taken
-- of: renewals refused
INSERT INTO {subscriptions} (user_id, analyst_id, tier_id, status, price_paid, final_price)
VALUES (%(reader)s, %(analyst)s, %(tier)s, 'active', 99900, 99900)

-- the daily job
SELECT expire_old_subscriptions('2001-03-01Z')

-- a new one after the daily job
-- wants: taken
-- of: renewals refused
INSERT INTO {subscriptions} (user_id, analyst_id, tier_id, status, price_paid, final_price)
VALUES (%(reader)s, %(analyst)s, %(tier)s, 'active', 99900, 99900)

-- the active ones of the pair
-- wants: 1
SELECT count(*) FROM {subscriptions} WHERE user_id = %(reader)s AND analyst_id = %(analyst)s AND status = 'active'

-- it is cancelled
UPDATE {subscriptions} SET status = 'cancelled', cancelled_at = now()
WHERE user_id = %(reader)s AND analyst_id = %(analyst)s AND status = 'active'

-- a new one after it was cancelled
-- wants: taken
INSERT INTO {subscriptions} (user_id, analyst_id, tier_id, status, price_paid, final_price)
VALUES (%(reader)s, %(analyst)s, %(tier)s, 'active', 99900, 99900)
