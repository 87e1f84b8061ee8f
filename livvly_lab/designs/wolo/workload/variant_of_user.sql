-- Which variant of this experiment does this user see?
-- endpoint: any page
-- index: ab_test_assignments_test_id_user_id_key
-- runs: shared
-- draw typical:
--   SELECT test_id, user_id
--   FROM {ab_test_assignments}
--   WHERE user_id IS NOT NULL
--   ORDER BY md5(id::text)
--   LIMIT 10
-- draw absent: SELECT md5('nothing')::uuid AS test_id, md5('nobody')::uuid AS user_id
SELECT variant
FROM {ab_test_assignments}
WHERE test_id = %(test_id)s AND user_id = %(user_id)s
