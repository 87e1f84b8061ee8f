-- Whose biography contains this word, in any of the five scripts?
-- endpoint: GET /users/search?bio=
-- index: idx_users_bio_trgm
-- runs: shard
-- draw typical:
--   SELECT DISTINCT ON (language) '%' || split_part(bio, ' ', 2) || '%' AS pattern
--   FROM {users}
--   WHERE char_length(split_part(bio, ' ', 2)) >= 3
--   ORDER BY language, md5(id::text)
-- draw hot:
--   SELECT '%' || split_part(bio, ' ', 2) || '%' AS pattern
--   FROM {users}
--   WHERE char_length(split_part(bio, ' ', 2)) >= 3
--   GROUP BY split_part(bio, ' ', 2)
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT '%zzqxj%' AS pattern
SELECT id, display_name, bio
FROM {users}
WHERE bio ILIKE %(pattern)s AND is_active AND deleted_at IS NULL
ORDER BY last_active_at DESC NULLS LAST
LIMIT 20
