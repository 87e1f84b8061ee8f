-- reviews by users who were never subscribed, or for too short a time

-- an analyst and two readers
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst'),
       (%(anu)s, '+99900000002', '$2b$12$' || repeat('a', 53), 'trader'),
       (%(bala)s, '+99900000003', '$2b$12$' || repeat('a', 53), 'trader')

-- a tier
INSERT INTO {subscription_tiers} (id, analyst_id, tier_name, price_monthly) VALUES (%(tier)s, %(analyst)s, 'Pro', 99900)

-- one reader subscribed a day ago
INSERT INTO {subscriptions} (user_id, analyst_id, tier_id, status, price_paid, final_price, start_date)
VALUES (%(anu)s, %(analyst)s, %(tier)s, 'active', 99900, 99900, now() - interval '1 day')

-- a review after one day
-- wants: refused
-- of: reviews the database lets pass
INSERT INTO {reviews} (user_id, analyst_id, rating) VALUES (%(anu)s, %(analyst)s, 5)

-- a review without a subscription
-- wants: refused
-- of: reviews the database lets pass
INSERT INTO {reviews} (user_id, analyst_id, rating) VALUES (%(bala)s, %(analyst)s, 5)

-- a review that says it is too early
-- wants: refused
-- of: reviews the database lets pass
UPDATE {reviews} SET subscription_duration_days = 1 WHERE user_id = %(anu)s AND analyst_id = %(analyst)s
