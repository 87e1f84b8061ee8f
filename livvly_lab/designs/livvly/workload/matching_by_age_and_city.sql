-- Which active users of this city are between these ages, the most recently seen first?
-- endpoint: GET /match?min_age=&max_age=&city=
-- index: idx_users_age
-- runs: shard
-- draw typical:
--   SELECT city, 21 AS min_age, 30 AS max_age, (SELECT max(created_at)::date FROM {users}) AS today
--   FROM {users}
--   WHERE deleted_at IS NULL
--   GROUP BY city
--   ORDER BY md5(city)
--   LIMIT 10
-- draw hot:
--   SELECT city, 18 AS min_age, 60 AS max_age, (SELECT max(created_at)::date FROM {users}) AS today
--   FROM {users}
--   GROUP BY city
--   ORDER BY count(*) DESC, city
--   LIMIT 3
-- draw absent: SELECT 'Atlantis' AS city, 99 AS min_age, 100 AS max_age, max(created_at)::date AS today FROM {users}
SELECT id, display_name, profile_photo, dob, city
FROM {users}
WHERE dob > %(today)s::date - make_interval(years => %(max_age)s::integer + 1)
  AND dob <= %(today)s::date - make_interval(years => %(min_age)s::integer)
  AND city = %(city)s
  AND is_active
  AND deleted_at IS NULL
ORDER BY last_active_at DESC NULLS LAST
LIMIT 20
