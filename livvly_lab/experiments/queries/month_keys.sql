-- The keys with the most rows, and some with few.
(SELECT {key} FROM {name} GROUP BY {key} ORDER BY count(*) DESC, 1 LIMIT %(keys)s / 2)
UNION ALL
(SELECT {key} FROM {name} GROUP BY {key} ORDER BY md5({key}::text) LIMIT %(keys)s - %(keys)s / 2)
