-- the payments to each pot that is over
-- distribution: donations to a pot
-- kind: values
-- unit: pots
-- axis: payments
-- step: 1
SELECT (SELECT count(*) FROM donations AS d WHERE d.pot_id = p.id) AS value
FROM pots AS p
WHERE p.status IN ('expired', 'closed')
