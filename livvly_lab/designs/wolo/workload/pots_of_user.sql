-- Which pots does this user own? Pots live by their own id, so every shard is asked.
-- endpoint: GET /me/pots
-- index: idx_pots_owner_user_id
-- runs: scatter
-- draw typical:
--   SELECT owner_user_id AS user_id
--   FROM {pots}
--   WHERE owner_user_id IS NOT NULL
--   GROUP BY owner_user_id
--   ORDER BY md5(owner_user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT owner_user_id AS user_id
--   FROM {pots}
--   WHERE owner_user_id IS NOT NULL
--   GROUP BY owner_user_id
--   ORDER BY count(*) DESC, owner_user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT id, title, status, birthday_date, target_amount_cfa
FROM {pots}
WHERE owner_user_id = %(user_id)s
ORDER BY birthday_date DESC
