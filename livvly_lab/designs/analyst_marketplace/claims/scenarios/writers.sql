-- an analyst with readers and channels, to whom many sessions write

-- an analyst and 200 readers
INSERT INTO {users} (id, phone, password_hash, user_type)
SELECT CASE n WHEN 0 THEN %(analyst)s ELSE md5('reader ' || n)::uuid END, '+9990000' || 1000 + n,
       '$2b$12$' || repeat('a', 53), CASE n WHEN 0 THEN 'analyst' ELSE 'trader' END
FROM generate_series(0, 200) AS n

-- the profile
INSERT INTO {analyst_profiles} (user_id, display_name) VALUES (%(analyst)s, 'Asha Rao')

-- a tier
INSERT INTO {subscription_tiers} (id, analyst_id, tier_name, price_monthly) VALUES (%(tier)s, %(analyst)s, 'Pro', 99900)

-- 200 channels
INSERT INTO {chat_channels} (id, analyst_id, channel_name)
SELECT md5('channel ' || n)::uuid, %(analyst)s, 'Community ' || n FROM generate_series(1, 200) AS n
