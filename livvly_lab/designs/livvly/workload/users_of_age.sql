-- Which users have exactly this age? The range of birth dates is narrow.
-- endpoint: GET /match?age=
-- index: idx_users_age
-- runs: shard
-- draw typical: SELECT n AS age, max(created_at)::date AS today FROM {users}, generate_series(45, 54) AS n GROUP BY n
-- draw hot: SELECT n AS age, max(created_at)::date AS today FROM {users}, generate_series(22, 24) AS n GROUP BY n
-- draw absent: SELECT 105 AS age, max(created_at)::date AS today FROM {users}
SELECT id, display_name, dob
FROM {users}
WHERE dob > %(today)s::date - make_interval(years => %(age)s::integer + 1)
  AND dob <= %(today)s::date - make_interval(years => %(age)s::integer)
  AND deleted_at IS NULL
ORDER BY dob DESC
LIMIT 50
