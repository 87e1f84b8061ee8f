-- Which gifts have a Tamil name? The second example of REQ-DB-005.
-- endpoint: GET /gifts?has=ta
-- index: idx_gifts_names_gin
-- runs: shared
SELECT id, names ->> 'ta' AS name
FROM {gifts}
WHERE names ? 'ta'
