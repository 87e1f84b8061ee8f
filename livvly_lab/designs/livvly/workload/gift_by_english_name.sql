-- Which gift has this English name, asked by the text of one key? The GIN index of REQ-DB-005 does not serve ->>.
-- endpoint: GET /gifts?name=
-- index: idx_gifts_names_gin
-- runs: shared
-- draw typical: SELECT names ->> 'en' AS name FROM {gifts} ORDER BY sort_order
-- draw absent: SELECT 'Nothing' AS name
SELECT id, name, icon_url, coin_price
FROM {gifts}
WHERE names ->> 'en' = %(name)s
