-- Some keys, spread over all.
SELECT key FROM {copy} GROUP BY key ORDER BY md5(key::text) LIMIT %(keys)s
