-- Whose biography has a word like this one, misspelled or not, the nearest first?
-- endpoint: GET /users/search?like=
-- index: idx_users_bio_trgm
-- runs: shard
-- draw typical:
--   SELECT DISTINCT ON (language) split_part(bio, ' ', 2) || 'a' AS term
--   FROM {users}
--   WHERE char_length(split_part(bio, ' ', 2)) >= 3
--   ORDER BY language, md5(id::text)
-- draw hot:
--   SELECT split_part(bio, ' ', 2) AS term
--   FROM {users}
--   WHERE char_length(split_part(bio, ' ', 2)) >= 3
--   GROUP BY split_part(bio, ' ', 2)
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT 'zzqxjkw' AS term
SELECT id, display_name, bio, word_similarity(%(term)s::text, bio) AS likeness
FROM {users}
WHERE bio %%> %(term)s::text AND is_active AND deleted_at IS NULL
ORDER BY likeness DESC
LIMIT 20
