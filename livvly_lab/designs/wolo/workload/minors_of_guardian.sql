-- For which minors does this user answer? They live in their own shards, so all are asked.
-- endpoint: GET /me/minors
-- index: idx_profiles_guardian_user_id
-- runs: scatter
-- draw typical:
--   SELECT guardian_user_id AS user_id
--   FROM {profiles}
--   WHERE guardian_user_id IS NOT NULL
--   GROUP BY guardian_user_id
--   ORDER BY md5(guardian_user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT guardian_user_id AS user_id
--   FROM {profiles}
--   WHERE guardian_user_id IS NOT NULL
--   GROUP BY guardian_user_id
--   ORDER BY count(*) DESC, guardian_user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT user_id, full_name, date_of_birth, relationship_type
FROM {profiles}
WHERE guardian_user_id = %(user_id)s
ORDER BY date_of_birth
