-- Is this creator's identity checked, and where do payouts go?
-- endpoint: GET /creator/kyc
-- index: creator_kyc_user_id_key
-- runs: shared
-- draw typical: SELECT user_id FROM {creator_kyc} ORDER BY md5(user_id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS user_id FROM generate_series(1, 2) AS n
SELECT legal_name, pan_last4, bank_account_last4, ifsc_code, status, verified_at
FROM {creator_kyc}
WHERE user_id = %(user_id)s
