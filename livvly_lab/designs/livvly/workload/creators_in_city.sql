-- Which active creators of this city are verified with an identity document?
-- endpoint: GET /creators?city=&verified=true
-- index: idx_users_active_creators
-- runs: shard
-- draw typical: SELECT city FROM {users} WHERE deleted_at IS NULL GROUP BY city ORDER BY md5(city) LIMIT 10
-- draw hot: SELECT city FROM {users} GROUP BY city ORDER BY count(*) DESC, city LIMIT 3
-- draw absent: SELECT 'Atlantis' AS city
SELECT id, display_name, profile_photo, language, last_active_at
FROM {users}
WHERE is_creator AND is_active = TRUE AND deleted_at IS NULL AND verification_tier >= 3 AND city = %(city)s
ORDER BY last_active_at DESC NULLS LAST
LIMIT 20
