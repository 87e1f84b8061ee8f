-- every payment Wave told the end of has exactly one event, with its amount and currency
-- kind: balance
SELECT d.id AS donation, d.status, d.amount_cfa, count(e.id) AS events, min(e.raw_payload #>> '{data,amount}') AS told
FROM donations AS d
LEFT JOIN wave_webhook_events AS e
  ON e.donation_id = d.id
 AND e.raw_payload #>> '{data,amount}' = d.amount_cfa::text
 AND e.raw_payload #>> '{data,currency}' = 'XOF'
GROUP BY d.id, d.status, d.amount_cfa
HAVING count(e.id) <> CASE WHEN d.status IN ('pending', 'processing') THEN 0 ELSE 1 END
