-- Was this payment paid back?
-- endpoint: GET /admin/donations/{id}/refunds
-- index: none
-- runs: shared
-- draw typical: SELECT donation_id FROM {refunds} ORDER BY md5(donation_id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS donation_id FROM generate_series(1, 2) AS n
SELECT id, amount_cfa, reason, wave_refund_status, completed_at
FROM {refunds}
WHERE donation_id = %(donation_id)s
