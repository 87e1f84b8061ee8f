-- Which are the first two rows of this physical table that a unique key covers?
SELECT {id} FROM {home} WHERE {there} ORDER BY {id} LIMIT 2
