-- Which codes of this shard are not redeemed yet?
-- endpoint: GET /admin/codes?status=issued
-- index: idx_qr_codes_status
-- runs: shard
SELECT id, pot_id, expires_at
FROM {qr_codes}
WHERE status = 'issued'
ORDER BY expires_at
LIMIT 500
