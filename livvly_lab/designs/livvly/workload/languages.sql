-- Which languages does the product speak?
-- endpoint: GET /languages
-- index: none
-- runs: shared
SELECT language, display_name, native_name, locale, date_format, currency_symbol, is_rtl
FROM {i18n_metadata}
WHERE is_active
ORDER BY sort_order
