-- Which closed accounts are due to be erased?
-- endpoint: daily: purge_closed_accounts
-- index: idx_users_to_erase
-- runs: shard
-- keeps deleted: it is about the accounts that were closed
SELECT id
FROM {users}
WHERE deleted_at < '2026-10-02' AND erased_at IS NULL
ORDER BY deleted_at
