-- Which rooms have a title like this one, misspelled or not, the nearest first?
-- endpoint: GET /rooms?like=
-- index: idx_rooms_title_trgm
-- runs: shard
-- draw typical:
--   SELECT DISTINCT ON (language) left(title, -1) AS term
--   FROM {rooms}
--   ORDER BY language, md5(id::text)
-- draw absent: SELECT 'zzqxjkw' AS term
SELECT id, title, status, similarity(title, %(term)s) AS likeness
FROM {rooms}
WHERE title %% %(term)s AND deleted_at IS NULL
ORDER BY likeness DESC
LIMIT 20
