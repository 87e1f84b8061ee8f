-- eight sessions that subscribe one user to one analyst at once

-- an analyst and a reader
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst'),
       (%(reader)s, '+99900000002', '$2b$12$' || repeat('a', 53), 'trader')

-- the profile
INSERT INTO {analyst_profiles} (user_id, display_name) VALUES (%(analyst)s, 'Asha Rao')

-- a tier
INSERT INTO {subscription_tiers} (id, analyst_id, tier_name, price_monthly) VALUES (%(tier)s, %(analyst)s, 'Pro', 99900)

-- eight sessions subscribe at once
-- sessions: 8
INSERT INTO {subscriptions} (user_id, analyst_id, tier_id, status, price_paid, final_price)
VALUES (%(reader)s, %(analyst)s, %(tier)s, 'active', 99900, 99900)

-- active subscriptions of the pair
-- counts: subscriptions of the pair active at once
SELECT count(*) FROM {subscriptions} WHERE user_id = %(reader)s AND analyst_id = %(analyst)s AND status = 'active'

-- subscribers whom the analyst's profile counts
-- wants: 1, 1, 99900
-- of: counters off
SELECT total_subscribers, active_subscribers, monthly_revenue FROM {analyst_profiles} WHERE user_id = %(analyst)s
