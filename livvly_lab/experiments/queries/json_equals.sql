-- In which rows has the key this value?
SELECT count(*) FROM lab_json WHERE {column} ->> {key} = %(value)s
