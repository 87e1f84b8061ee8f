-- Which performers are called about so?
-- endpoint: GET /search?q=
-- index: idx_performer_profiles_stage_name
-- runs: scatter
-- draw typical: SELECT '%%' || left(stage_name, 6) || '%%' AS pattern FROM {performer_profiles} ORDER BY md5(user_id::text) LIMIT 5
-- draw absent: SELECT '%%qzxqzx%%' AS pattern
SELECT user_id, stage_name
FROM {performer_profiles}
WHERE stage_name ILIKE %(pattern)s AND deleted_at IS NULL
LIMIT 20
