-- Translations with an empty text in a language.
{column} || jsonb_build_object(%(language)s::text, '')
