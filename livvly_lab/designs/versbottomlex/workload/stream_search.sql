-- Which streams speak of this?
-- endpoint: GET /search?q=
-- index: idx_streams_search
-- runs: scatter
-- draw typical: SELECT DISTINCT title AS words FROM {streams} ORDER BY 1 LIMIT 8
-- draw absent: SELECT 'qzxqzx' AS words
SELECT id, title, scheduled_at
FROM {streams}
WHERE to_tsvector('simple'::regconfig, title || ' ' || description) @@ plainto_tsquery('simple', %(words)s)
    AND deleted_at IS NULL
LIMIT 20
