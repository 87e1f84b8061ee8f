-- Whose birthday comes round in the weeks after this day of birth?
-- endpoint: GET /admin/birthdays
-- index: idx_profiles_date_of_birth
-- runs: shard
-- draw typical: SELECT date_of_birth AS born FROM {profiles} ORDER BY md5(user_id::text) LIMIT 10
-- draw absent: SELECT date '1890-01-01' AS born
SELECT user_id, full_name, date_of_birth
FROM {profiles}
WHERE date_of_birth BETWEEN %(born)s AND %(born)s::date + 14
ORDER BY date_of_birth
