-- Which users have exactly this age, asked with the expression that REQ-DB-003 wants to index?
-- endpoint: GET /match?age=
-- index: idx_users_age
-- runs: shard
-- draw typical: SELECT n AS age FROM generate_series(45, 54) AS n
-- draw hot: SELECT n AS age FROM generate_series(22, 24) AS n
-- draw absent: SELECT 105 AS age
SELECT id, display_name, dob
FROM {users}
WHERE date_part('year', age(dob)) = %(age)s AND deleted_at IS NULL
ORDER BY display_name
LIMIT 50
