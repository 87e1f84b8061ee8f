-- Which accounts pay with the same card?
-- endpoint: fraud rules
-- index: idx_payment_methods_fingerprint
-- runs: scatter
-- keeps deleted: a closed account tells of fraud too
-- draw typical: SELECT fingerprint FROM {payment_methods} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT sha256('nobody'::bytea) AS fingerprint
SELECT user_id, created_at
FROM {payment_methods}
WHERE fingerprint = %(fingerprint)s
