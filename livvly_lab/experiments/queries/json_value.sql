-- What is the rarest value of the key?
SELECT {column} ->> {key} FROM lab_json WHERE {column} ->> {key} IS NOT NULL GROUP BY 1 ORDER BY count(*), 1 LIMIT 1
