-- Which pack does this code stand for? A code does not tell its pot, so every shard is asked.
-- endpoint: POST /partner/scan
-- index: idx_qr_codes_code
-- runs: scatter
-- draw typical: SELECT code FROM {qr_codes} ORDER BY md5(code) LIMIT 10
-- draw absent: SELECT 'WQ-nothing' || n AS code FROM generate_series(1, 2) AS n
SELECT id, pack_id, status, redeemable_from, expires_at
FROM {qr_codes}
WHERE code = %(code)s
