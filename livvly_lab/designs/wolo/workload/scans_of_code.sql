-- Who tried to redeem this code?
-- endpoint: GET /admin/codes/{id}/scans
-- index: none
-- runs: shared
-- draw typical: SELECT qr_code_id AS code_id FROM {qr_redemption_logs} ORDER BY md5(qr_code_id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS code_id FROM generate_series(1, 2) AS n
SELECT attempt_timestamp, validation_result, partner_user_id
FROM {qr_redemption_logs}
WHERE qr_code_id = %(code_id)s
ORDER BY attempt_timestamp
