-- every snapshot of a pot is the sum of what was confirmed by the end of its day
-- kind: balance
SELECT a.id AS snapshot, a.snapshot_date, a.total_raised_cfa, d.raised_cfa, a.donor_count, d.donations
FROM pot_analytics AS a
CROSS JOIN LATERAL (
  SELECT sum(d.amount_cfa) AS raised_cfa, count(*) AS donations
  FROM donations AS d
  WHERE d.pot_id = a.pot_id AND d.confirmed_at < a.snapshot_date + 1
) AS d
JOIN pots AS p ON p.id = a.pot_id
WHERE a.total_raised_cfa <> d.raised_cfa
   OR a.donor_count <> d.donations
   OR a.view_count > p.view_count
   OR a.conversion_rate <> round(a.donor_count::numeric / a.view_count, 4)
