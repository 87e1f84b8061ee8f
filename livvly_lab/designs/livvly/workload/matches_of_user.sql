-- Who, in this shard, is what this user is looking for?
-- endpoint: GET /match
-- index: idx_users_age
-- runs: shard
-- draw typical:
--   SELECT user_id, (SELECT max(created_at)::date FROM {users}) AS today
--   FROM {matching_preferences}
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody')::uuid AS user_id, max(created_at)::date AS today FROM {users}
SELECT u.id, u.display_name, u.profile_photo, u.city
FROM {matching_preferences} AS p
JOIN {users} AS u
  ON u.dob > %(today)s::date - make_interval(years => p.max_age + 1)
 AND u.dob <= %(today)s::date - make_interval(years => p.min_age)
 AND u.city = ANY (p.preferred_cities)
 AND (u.is_creator OR NOT p.creator_only)
 AND u.id <> p.user_id
WHERE p.user_id = %(user_id)s AND u.is_active AND u.deleted_at IS NULL
ORDER BY u.last_active_at DESC NULLS LAST
LIMIT 20
