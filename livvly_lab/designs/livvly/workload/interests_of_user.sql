-- Which interests has this user chosen?
-- endpoint: GET /me/interests
-- index: user_interests_user_id_interest_key
-- runs: shared
-- draw typical:
--   SELECT user_id
--   FROM {user_interests}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT user_id
--   FROM {user_interests}
--   GROUP BY user_id
--   ORDER BY count(*) DESC, user_id
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT interest
FROM {user_interests}
WHERE user_id = %(user_id)s
ORDER BY interest
