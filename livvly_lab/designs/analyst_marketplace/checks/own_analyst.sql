-- the analyst that subscriptions, payments, messages and links name is that of their tier, subscription, channel, code
-- kind: rule
SELECT 'subscriptions' AS in_table, s.id AS row, s.analyst_id, t.analyst_id AS of_target
FROM subscriptions AS s JOIN subscription_tiers AS t ON t.id = s.tier_id WHERE s.analyst_id <> t.analyst_id
UNION ALL
SELECT 'payment_transactions', p.id, p.analyst_id, s.analyst_id
FROM payment_transactions AS p JOIN subscriptions AS s ON s.id = p.subscription_id WHERE p.analyst_id <> s.analyst_id
UNION ALL
SELECT 'chat_messages', m.id, m.analyst_id, c.analyst_id
FROM chat_messages AS m JOIN chat_channels AS c ON c.id = m.channel_id WHERE m.analyst_id <> c.analyst_id
UNION ALL
SELECT 'invite_links', l.id, l.analyst_id, c.analyst_id
FROM invite_links AS l JOIN discount_codes AS c ON c.id = l.discount_code_id WHERE l.analyst_id <> c.analyst_id
