-- Which gift has this name in this language? The third example of REQ-DB-005.
-- endpoint: GET /gifts?name=
-- index: idx_gifts_names_gin
-- runs: shared
-- draw typical:
--   SELECT jsonb_build_object(e.key, e.value)::text AS name
--   FROM {gifts} AS g, jsonb_each(g.names) AS e
--   ORDER BY md5(e.value::text)
--   LIMIT 10
-- draw absent: SELECT '{"en": "Nothing"}' AS name
SELECT id, name, icon_url, coin_price, diamond_value, category
FROM {gifts}
WHERE names @> %(name)s::jsonb
