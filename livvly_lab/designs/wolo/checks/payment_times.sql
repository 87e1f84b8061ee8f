-- every payment has the times of its status and no others, in their order
-- kind: time
SELECT d.id AS donation, d.status, d.initiated_at, d.wave_notified_at, d.confirmed_at, d.failed_at, d.refunded_at
FROM donations AS d
WHERE (d.confirmed_at IS NOT NULL) <> (d.status IN ('succeeded', 'refunded'))
   OR (d.failed_at IS NOT NULL) <> (d.status = 'failed')
   OR (d.refunded_at IS NOT NULL) <> (d.status = 'refunded')
   OR (d.wave_transaction_id IS NULL) <> (d.status IN ('pending', 'processing'))
   OR d.confirmed_at < d.initiated_at
   OR d.refunded_at < d.confirmed_at
   OR d.risk_score NOT BETWEEN 0 AND 100
