-- Which pots are due to open today?
-- endpoint: POST /internal/pots/open
-- index: idx_pots_scheduled_open_at
-- runs: shard
-- draw typical: SELECT max(created_at) AS now FROM {pots}
SELECT id, owner_user_id
FROM {pots}
WHERE scheduled_open_at > %(now)s::timestamptz - interval '1 day' AND scheduled_open_at <= %(now)s
  AND actual_opened_at IS NULL
