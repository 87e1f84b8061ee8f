-- What a user reads: a translation with English as the fallback, and the names of the languages put right (REQ-DB-005).

CREATE FUNCTION translated(translations jsonb, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(nullif(translations ->> language, ''), translations ->> 'en');

COMMENT ON FUNCTION translated(jsonb, text) IS
    'Text in a language, in English where the language is missing or empty';

CREATE VIEW language_names AS
SELECT language, native_name AS display_name, display_name AS native_name, locale, is_active, sort_order
FROM i18n_metadata;

COMMENT ON VIEW language_names IS
    'Languages with display_name in English and native_name in its own script; the table has the two swapped';
