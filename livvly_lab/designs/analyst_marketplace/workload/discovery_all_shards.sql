-- Which analysts come first on the discovery page, over all shards?
-- endpoint: GET /analysts
-- index: idx_analyst_profiles_discovery
-- runs: scatter
SELECT user_id, display_name, photo_url, avg_rating, active_subscribers
FROM {analyst_profiles}
WHERE verification_status = 'approved' AND deleted_at IS NULL
ORDER BY avg_rating DESC, active_subscribers DESC
LIMIT 20
