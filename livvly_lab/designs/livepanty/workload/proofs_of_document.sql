-- Was this document used by anybody else, over all shards?
-- endpoint: POST /me/kyc
-- index: idx_kyc_verifications_document
-- runs: scatter
-- draw typical: SELECT document_hash FROM {kyc_verifications} WHERE document_hash IS NOT NULL ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT repeat('0', 64) AS document_hash
SELECT user_id, status, created_at
FROM {kyc_verifications}
WHERE document_hash = %(document_hash)s
