-- Whose address is this, and in which shard do they live?
-- endpoint: POST /login
-- index: login_identities_pkey
-- runs: shared
-- draw typical: SELECT lookup_hash FROM {login_identities} WHERE kind = 'email' ORDER BY md5(user_id::text) LIMIT 10
-- draw absent: SELECT sha256('nobody'::bytea) AS lookup_hash
SELECT user_id
FROM {login_identities}
WHERE kind = 'email' AND lookup_hash = %(lookup_hash)s
