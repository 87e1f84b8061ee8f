-- Which rooms have this word in their title, in any of the five scripts?
-- endpoint: GET /rooms?search=
-- index: idx_rooms_title_trgm
-- runs: shard
-- draw typical:
--   SELECT DISTINCT ON (language) '%' || split_part(title, ' ', 1) || '%' AS pattern
--   FROM {rooms}
--   WHERE char_length(split_part(title, ' ', 1)) >= 3
--   ORDER BY language, md5(id::text)
-- draw hot:
--   SELECT '%' || split_part(title, ' ', 1) || '%' AS pattern
--   FROM {rooms}
--   WHERE char_length(split_part(title, ' ', 1)) >= 3
--   GROUP BY split_part(title, ' ', 1)
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT '%zzqxj%' AS pattern
SELECT id, title, language, status, started_at
FROM {rooms}
WHERE title ILIKE %(pattern)s AND deleted_at IS NULL
ORDER BY started_at DESC NULLS LAST
LIMIT 20
