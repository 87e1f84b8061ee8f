-- Adds a language to every row that has the fallback, by a plain UPDATE.
UPDATE {table}
SET {column} = {column} || jsonb_build_object(%(language)s::text, {column} -> %(fallback)s)
WHERE {column} ? %(fallback)s
