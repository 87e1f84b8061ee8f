-- a subscription whose payment fails

-- an analyst and a reader
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst'),
       (%(reader)s, '+99900000002', '$2b$12$' || repeat('a', 53), 'trader')

-- a tier
INSERT INTO {subscription_tiers} (id, analyst_id, tier_name, price_monthly) VALUES (%(tier)s, %(analyst)s, 'Pro', 99900)

-- a subscription paid until the end of January
INSERT INTO {subscriptions} (id, user_id, analyst_id, tier_id, status, price_paid, final_price, start_date, expires_at)
VALUES (%(sub)s, %(reader)s, %(analyst)s, %(tier)s, 'active', 99900, 99900, '2001-01-01Z', '2001-01-31Z')

-- the payment fails: suspended, with seven days of grace
-- wants: taken
UPDATE {subscriptions}
SET status = 'suspended', suspended_at = '2001-01-31Z', payment_retry_count = 1, last_payment_attempt = '2001-01-31Z',
    grace_period_ends_at = '2001-02-07Z'
WHERE id = %(sub)s

-- a grace of a second more
-- wants: refused by check
UPDATE {subscriptions} SET grace_period_ends_at = '2001-02-07 00:00:01Z' WHERE id = %(sub)s

-- the third attempt on the seventh day
-- wants: taken
UPDATE {subscriptions} SET payment_retry_count = 3, last_payment_attempt = '2001-02-07Z' WHERE id = %(sub)s

-- a fourth attempt
-- wants: refused by check
UPDATE {subscriptions} SET payment_retry_count = 4 WHERE id = %(sub)s

-- an attempt after the grace
-- wants: refused by check
UPDATE {subscriptions} SET last_payment_attempt = '2001-02-07 00:00:01Z' WHERE id = %(sub)s

-- the daily job at the last moment of the grace
-- wants: 0
SELECT expire_old_subscriptions('2001-02-07Z')

-- the daily job a second later
-- wants: 1
SELECT expire_old_subscriptions('2001-02-07 00:00:01Z')

-- what became of it
-- wants: expired, no
SELECT status, auto_renewal FROM {subscriptions} WHERE id = %(sub)s

-- a third attempt 14 days after the first failure, the grace moved with each attempt
-- wants: refused
-- of: from the first failure
UPDATE {subscriptions}
SET payment_retry_count = 3, last_payment_attempt = '2001-02-14Z', grace_period_ends_at = '2001-02-21Z'
WHERE id = %(sub)s
