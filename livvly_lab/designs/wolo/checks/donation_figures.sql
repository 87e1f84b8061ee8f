-- the figures of every day, week and month are the sums of the payments begun in it
-- kind: balance
SELECT a.period_type, a.period_start, a.total_amount_cfa, d.total_cfa, a.transaction_count, d.begun, a.unique_donors
FROM donation_analytics AS a
LEFT JOIN (
  SELECT p.id,
         count(*) AS begun,
         count(confirmed_at) AS confirmed,
         coalesce(sum(amount_cfa) FILTER (WHERE confirmed_at IS NOT NULL), 0) AS total_cfa,
         count(DISTINCT (pot_id, coalesce(donor_user_id, d.id))) FILTER (WHERE confirmed_at IS NOT NULL) AS donors
  FROM donation_analytics AS p
  CROSS JOIN LATERAL generate_series(p.period_start, p.period_end, interval '1 day') AS day
  JOIN donations AS d ON (d.initiated_at AT TIME ZONE 'Africa/Dakar')::date = day::date
  GROUP BY p.id
) AS d USING (id)
WHERE d.begun IS NULL
   OR a.total_amount_cfa <> d.total_cfa
   OR a.transaction_count <> d.begun
   OR a.unique_donors <> d.donors
   OR a.success_rate <> round(d.confirmed::numeric / d.begun, 4)
   OR (SELECT sum(value::bigint) FROM jsonb_each_text(a.region_breakdown)) <> a.total_amount_cfa
