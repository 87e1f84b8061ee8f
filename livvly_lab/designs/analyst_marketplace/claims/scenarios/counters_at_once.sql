-- eight sessions that write to everything one analyst counts, at once

-- an analyst and eight readers
INSERT INTO {users} (id, phone, password_hash, user_type)
SELECT CASE n WHEN 0 THEN %(analyst)s ELSE gen_random_uuid() END, '+9990000' || 1000 + n, '$2b$12$' || repeat('a', 53),
       CASE n WHEN 0 THEN 'analyst' ELSE 'trader' END
FROM generate_series(0, 8) AS n

-- the profile
INSERT INTO {analyst_profiles} (user_id, display_name) VALUES (%(analyst)s, 'Asha Rao')

-- a tier
INSERT INTO {subscription_tiers} (id, analyst_id, tier_name, price_monthly) VALUES (%(tier)s, %(analyst)s, 'Pro', 99900)

-- a channel
INSERT INTO {chat_channels} (id, analyst_id, channel_name) VALUES (%(channel)s, %(analyst)s, 'Community')

-- a post
INSERT INTO {posts} (id, analyst_id, content, post_type) VALUES (%(post)s, %(analyst)s, 'BUY RELIANCE', 'call')

-- a discount code
INSERT INTO {discount_codes} (id, analyst_id, code, discount_type, discount_value)
VALUES (%(code)s, %(analyst)s, 'TRIED', 'percentage', 10)

-- eight sessions subscribe
-- sessions: 8
INSERT INTO {subscriptions}
  (user_id, analyst_id, tier_id, status, price_paid, discount_applied, final_price, discount_code_used)
SELECT id, %(analyst)s, %(tier)s, 'active', 99900, 9990, 89910, %(code)s
FROM {users} WHERE phone = '+9990000' || 1001 + %(session)s

-- eight sessions review, with 1 to 5 stars
-- sessions: 8
INSERT INTO {reviews} (user_id, analyst_id, rating)
SELECT id, %(analyst)s, 1 + %(session)s %% 5 FROM {users} WHERE phone = '+9990000' || 1001 + %(session)s

-- eight sessions write five posts each
-- sessions: 8
INSERT INTO {posts} (analyst_id, content, post_type)
SELECT %(analyst)s, 'BUY RELIANCE', 'call' FROM generate_series(1, 5)

-- eight sessions keep one post
-- sessions: 8
INSERT INTO {bookmarks} (user_id, post_id)
SELECT id, %(post)s FROM {users} WHERE phone = '+9990000' || 1001 + %(session)s

-- eight sessions write five messages each in one channel
-- sessions: 8
INSERT INTO {chat_messages} (channel_id, user_id, analyst_id, message)
SELECT %(channel)s, id, %(analyst)s, 'Good morning'
FROM {users}, generate_series(1, 5) WHERE phone = '+9990000' || 1001 + %(session)s

-- eight sessions cancel one subscription each
-- sessions: 8
UPDATE {subscriptions} SET status = 'cancelled', cancelled_at = now()
WHERE user_id = (SELECT id FROM {users} WHERE phone = '+9990000' || 1001 + %(session)s) AND %(session)s < 4

-- subscribers, those active, and what they bring a month
-- wants: 8, 4, 359640
-- of: counters off
SELECT total_subscribers, active_subscribers, monthly_revenue FROM {analyst_profiles} WHERE user_id = %(analyst)s

-- the rating and its reviews
-- wants: 2.63, 8
-- of: counters off
SELECT avg_rating, total_reviews FROM {analyst_profiles} WHERE user_id = %(analyst)s

-- posts, and whether the latest is dated
-- wants: 41, yes
-- of: counters off
SELECT total_posts, last_post_at = (SELECT max(created_at) FROM {posts})
FROM {analyst_profiles} WHERE user_id = %(analyst)s

-- bookmarks of the post
-- wants: 8
-- of: counters off
SELECT bookmarks_count FROM {posts} WHERE id = %(post)s

-- messages of the channel, and whether the latest is dated
-- wants: 40, yes
-- of: counters off
SELECT total_messages, last_message_at = (SELECT max(created_at) FROM {chat_messages})
FROM {chat_channels} WHERE id = %(channel)s

-- redemptions of the code
-- wants: 8
-- of: counters off
SELECT usage_count FROM {discount_codes} WHERE id = %(code)s
