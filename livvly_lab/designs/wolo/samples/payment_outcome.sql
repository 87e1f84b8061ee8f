-- the end of payments of which Wave has told it
-- distribution: payment outcome
-- kind: choices
-- unit: payments
SELECT CASE WHEN confirmed_at IS NOT NULL THEN 'succeeded' ELSE 'failed' END, count(*)
FROM donations
WHERE wave_notified_at IS NOT NULL
GROUP BY 1
