-- Which gifts can be sent, in this language or else in English?
-- endpoint: GET /gifts
-- index: none
-- runs: shared
-- draw typical: SELECT language FROM {i18n_metadata} ORDER BY sort_order
-- draw absent: SELECT 'xx' AS language
SELECT id, coalesce(names ->> %(language)s, names ->> 'en') AS name, icon_url, coin_price, category
FROM {gifts}
WHERE is_active
ORDER BY sort_order
