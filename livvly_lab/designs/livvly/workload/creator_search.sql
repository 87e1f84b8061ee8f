-- Which active creators speak this language, the most recently seen first?
-- endpoint: GET /creators?language=
-- index: idx_users_active_creators
-- runs: shard
-- draw typical: SELECT DISTINCT language FROM {users} ORDER BY language
-- draw hot: SELECT language FROM {users} GROUP BY language ORDER BY count(*) DESC, language LIMIT 1
-- draw absent: SELECT 'xx' AS language
SELECT id, display_name, profile_photo, city, verification_tier, last_active_at
FROM {users}
WHERE is_creator AND is_active AND deleted_at IS NULL AND language = %(language)s
ORDER BY last_active_at DESC NULLS LAST
LIMIT 20
