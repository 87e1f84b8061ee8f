-- only pots that closed below the price of any pack are paid back as failed, and no code comes out of them
-- kind: rule
SELECT p.id AS pot, p.status, count(r.id) AS refunds, count(q.id) AS codes
FROM pots AS p
JOIN donations AS d ON d.pot_id = p.id
JOIN refunds AS r ON r.donation_id = d.id AND r.reason = 'failed_pot'
LEFT JOIN qr_codes AS q ON q.pot_id = p.id
GROUP BY p.id, p.status
HAVING p.status <> 'expired' OR count(q.id) > 0
