-- twelve sessions that redeem a code good for five

-- an analyst and twelve readers
INSERT INTO {users} (id, phone, password_hash, user_type)
SELECT CASE n WHEN 0 THEN %(analyst)s ELSE gen_random_uuid() END, '+9990000' || 1000 + n, '$2b$12$' || repeat('a', 53),
       CASE n WHEN 0 THEN 'analyst' ELSE 'trader' END
FROM generate_series(0, 12) AS n

-- a tier
INSERT INTO {subscription_tiers} (id, analyst_id, tier_name, price_monthly) VALUES (%(tier)s, %(analyst)s, 'Pro', 99900)

-- a code good for five
INSERT INTO {discount_codes} (id, analyst_id, code, discount_type, discount_value, usage_limit)
VALUES (%(code)s, %(analyst)s, 'TRIED-5', 'percentage', 10, 5)

-- twelve sessions redeem it at once
-- wants: 5
-- of: counters off
-- sessions: 12
INSERT INTO {subscriptions}
  (user_id, analyst_id, tier_id, status, price_paid, discount_applied, final_price, discount_code_used)
SELECT id, %(analyst)s, %(tier)s, 'active', 99900, 9990, 89910, %(code)s
FROM {users} WHERE phone = '+9990000' || 1001 + %(session)s

-- how often it says it was used
-- counts: redemptions of a code good for five
SELECT usage_count FROM {discount_codes} WHERE id = %(code)s

-- subscriptions that used it
-- wants: 5
-- of: counters off
SELECT count(*) FROM {subscriptions} WHERE discount_code_used = %(code)s

-- a redemption is taken back
DELETE FROM {subscriptions}
WHERE id = (SELECT id FROM {subscriptions} WHERE discount_code_used = %(code)s LIMIT 1)

-- how often it then says it was used
-- wants: 4
-- of: after a redemption was taken back
SELECT usage_count FROM {discount_codes} WHERE id = %(code)s
