-- What is this user looking for?
-- endpoint: GET /me/preferences
-- index: idx_matching_preferences_user
-- runs: shard
-- draw typical: SELECT user_id FROM {matching_preferences} ORDER BY md5(user_id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT min_age, max_age, preferred_cities, preferred_states, preferred_interests, creator_only, verified_only
FROM {matching_preferences}
WHERE user_id = %(user_id)s
