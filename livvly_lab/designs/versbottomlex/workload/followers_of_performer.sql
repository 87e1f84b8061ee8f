-- Who follows this performer?
-- endpoint: stream goes live
-- index: follows_pkey
-- runs: shard
-- draw typical:
--   SELECT performer_id AS performer_id
--   FROM {follows}
--   GROUP BY performer_id
--   ORDER BY md5(performer_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT performer_id AS performer_id
--   FROM {follows}
--   GROUP BY performer_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS performer_id FROM generate_series(1, 2) AS n
SELECT viewer_id
FROM {follows}
WHERE performer_id = %(performer_id)s
