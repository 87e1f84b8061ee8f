-- Which channels ask for this tier?
-- endpoint: GET /analyst/tiers/{id}/channels
-- index: idx_chat_channels_minimum_tier
-- runs: shard
-- draw typical:
--   SELECT minimum_tier_required AS tier_id
--   FROM {chat_channels}
--   WHERE minimum_tier_required IS NOT NULL
--   GROUP BY minimum_tier_required
--   ORDER BY md5(minimum_tier_required::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS tier_id FROM generate_series(1, 2) AS n
SELECT id, channel_name
FROM {chat_channels}
WHERE minimum_tier_required = %(tier_id)s AND deleted_at IS NULL
