-- every redeemed code has exactly one successful scan, at the moment it was redeemed, and no other code has any
-- kind: rule
SELECT q.id AS code, q.status, count(l.id) AS successes
FROM qr_codes AS q
LEFT JOIN qr_redemption_logs AS l
  ON l.qr_code_id = q.id AND l.validation_result = 'success' AND l.attempt_timestamp = q.redeemed_at
GROUP BY q.id, q.status
HAVING count(l.id) <> (q.status = 'redeemed')::int
