-- Translations without a language.
{column} - %(language)s::text
