-- Which rows have the key at all?
SELECT count(*) FROM lab_json WHERE {column} ? %(key)s
