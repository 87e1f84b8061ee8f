-- Which approved analysts write in this language, those with most subscribers first?
-- endpoint: GET /analysts?language=
-- index: idx_analyst_profiles_languages
-- runs: scatter
-- draw typical:
--   SELECT s AS language FROM {analyst_profiles}, unnest(languages) AS s GROUP BY s ORDER BY md5(s) LIMIT 6
-- draw absent: SELECT 'Klingon' AS language
SELECT user_id, display_name, avg_rating, active_subscribers
FROM {analyst_profiles}
WHERE languages @> ARRAY[%(language)s] AND verification_status = 'approved' AND deleted_at IS NULL
ORDER BY active_subscribers DESC
LIMIT 20
