-- Which codes run out within a week?
-- endpoint: POST /internal/codes/remind
-- index: idx_qr_codes_expires_at
-- runs: shard
-- draw typical: SELECT max(created_at) AS now FROM {qr_codes}
SELECT id, pot_id, code, expires_at
FROM {qr_codes}
WHERE expires_at BETWEEN %(now)s::timestamptz AND %(now)s::timestamptz + interval '7 days' AND status = 'issued'
