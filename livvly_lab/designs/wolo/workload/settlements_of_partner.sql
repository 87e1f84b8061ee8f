-- What is this partner owed?
-- endpoint: GET /partner/settlements
-- index: partner_settlements_partner_id_period_start_period_end_key
-- runs: shared
-- draw typical: SELECT id AS partner_id FROM {partners} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS partner_id FROM generate_series(1, 2) AS n
SELECT period_start, total_redemptions_count, partner_share_cfa, status, paid_at
FROM {partner_settlements}
WHERE partner_id = %(partner_id)s
ORDER BY period_start DESC
