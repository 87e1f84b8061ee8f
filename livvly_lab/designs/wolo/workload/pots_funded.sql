-- Which pots of this shard have reached their target and are still open?
-- endpoint: GET /admin/pots?status=funded
-- index: idx_pots_status
-- runs: shard
SELECT id, owner_user_id, title, birthday_date
FROM {pots}
WHERE status = 'funded'
ORDER BY birthday_date
