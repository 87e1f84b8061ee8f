-- every payment that was paid back has one refund of its whole amount, and no other payment has any
-- kind: balance
SELECT d.id AS donation, d.status, d.amount_cfa, count(r.id) AS refunds, sum(r.amount_cfa) AS refunded_cfa
FROM donations AS d
LEFT JOIN refunds AS r ON r.donation_id = d.id
GROUP BY d.id, d.status, d.amount_cfa
HAVING count(r.id) <> (d.status = 'refunded')::int OR coalesce(sum(r.amount_cfa), d.amount_cfa) <> d.amount_cfa
