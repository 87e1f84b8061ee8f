-- Which rows contain this pair of key and value?
SELECT count(*) FROM lab_json WHERE {column} @> %(document)s::jsonb
