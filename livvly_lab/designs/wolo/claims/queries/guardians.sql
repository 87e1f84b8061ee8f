-- who answers for a minor
SELECT DISTINCT guardian_user_id FROM {profiles} WHERE guardian_user_id IS NOT NULL
