-- Which coin packages are on offer, in this language or else in English?
-- endpoint: GET /coin-packages
-- index: none
-- runs: shared
-- draw typical: SELECT language FROM {i18n_metadata} ORDER BY sort_order
-- draw absent: SELECT 'xx' AS language
SELECT id, coalesce(names ->> %(language)s, names ->> 'en') AS name, price_inr, coins, bonus_coins, is_popular
FROM {coin_packages}
WHERE is_active
ORDER BY sort_order
