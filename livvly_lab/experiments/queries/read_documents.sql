-- One page of a catalogue in a language, else in the fallback, from the jsonb column.
SELECT id, coalesce(texts ->> %(language)s, texts ->> %(fallback)s) AS text
FROM lab_documents
WHERE id = ANY(%(ids)s)
