-- what became of payouts that are over
-- distribution: outcome of payouts
-- kind: choices
-- unit: payouts
SELECT status, count(*) FROM payouts WHERE status IN ('paid', 'rejected', 'failed') GROUP BY 1
