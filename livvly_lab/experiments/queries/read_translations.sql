-- The same page from the table of translations.
SELECT i.id, coalesce(wanted.text, fallback.text) AS text
FROM lab_items AS i
LEFT JOIN lab_translations AS wanted ON wanted.id = i.id AND wanted.language = %(language)s
LEFT JOIN lab_translations AS fallback ON fallback.id = i.id AND fallback.language = %(fallback)s
WHERE i.id = ANY(%(ids)s)
