-- What does this pot show?
-- endpoint: GET /c/{pot}
-- index: pots_pkey
-- runs: shard
-- draw typical: SELECT id AS pot_id FROM {pots} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS pot_id FROM generate_series(1, 2) AS n
SELECT title, description, status, visibility, target_amount_cfa, birthday_date, view_count
FROM {pots}
WHERE id = %(pot_id)s
