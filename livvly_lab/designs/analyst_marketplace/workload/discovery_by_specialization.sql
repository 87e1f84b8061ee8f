-- Which approved analysts have this specialization and four stars or more, the best first?
-- endpoint: GET /analysts?specialization=
-- index: idx_analyst_profiles_specializations
-- runs: scatter
-- draw typical:
--   SELECT s AS specialization FROM {analyst_profiles}, unnest(specializations) AS s GROUP BY s ORDER BY md5(s) LIMIT 6
-- draw hot:
--   SELECT s AS specialization FROM {analyst_profiles}, unnest(specializations) AS s
--   GROUP BY s ORDER BY count(*) DESC, s LIMIT 1
-- draw absent: SELECT 'Astrology' AS specialization
SELECT user_id, display_name, avg_rating, active_subscribers
FROM {analyst_profiles}
WHERE specializations @> ARRAY[%(specialization)s]
  AND avg_rating >= 4 AND verification_status = 'approved' AND deleted_at IS NULL
ORDER BY avg_rating DESC, active_subscribers DESC
LIMIT 20
