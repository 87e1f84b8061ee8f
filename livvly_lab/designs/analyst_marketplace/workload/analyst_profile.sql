-- What does the page of this analyst show?
-- endpoint: GET /analysts/{id}
-- index: analyst_profiles_user_id_key
-- runs: shard
-- draw typical:
--   SELECT user_id AS analyst_id
--   FROM {analyst_profiles}
--   GROUP BY user_id
--   ORDER BY md5(user_id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS analyst_id FROM generate_series(1, 2) AS n
SELECT display_name, bio, photo_url, specializations, languages, sebi_number, avg_rating, total_reviews,
       active_subscribers, total_posts
FROM {analyst_profiles}
WHERE user_id = %(analyst_id)s AND deleted_at IS NULL
