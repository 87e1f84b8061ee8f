-- Which sanctions are over?
-- endpoint: daily: lift_sanctions
-- index: idx_user_sanctions_ending
-- runs: shard
SELECT id, user_id
FROM {user_sanctions}
WHERE ends_at IS NOT NULL AND lifted_at IS NULL AND ends_at < '2026-11-10'
