-- everybody who writes in a channel is its analyst or subscribes to a tier that may enter, at that time
-- kind: rule
SELECT m.id AS message, c.channel_type, m.user_id, m.created_at, s.start_date
FROM chat_messages AS m
JOIN chat_channels AS c ON c.id = m.channel_id
LEFT JOIN subscriptions AS s ON s.user_id = m.user_id AND s.analyst_id = m.analyst_id
WHERE m.user_id <> m.analyst_id
  AND (s.id IS NULL OR m.created_at < s.start_date OR s.tier_id <> coalesce(c.minimum_tier_required, s.tier_id))
