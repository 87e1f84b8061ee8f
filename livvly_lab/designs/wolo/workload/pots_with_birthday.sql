-- Whose pots have their birthday on this day?
-- endpoint: POST /internal/pots/close
-- index: idx_pots_birthday_date
-- runs: shard
-- draw typical: SELECT birthday_date AS day FROM {pots} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT date '1999-01-01' AS day
SELECT id, owner_user_id, status
FROM {pots}
WHERE birthday_date = %(day)s
