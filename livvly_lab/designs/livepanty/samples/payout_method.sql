-- how each performer is paid
-- distribution: payout method
-- kind: choices
-- unit: performers
SELECT method, count(DISTINCT user_id) FROM payouts GROUP BY 1
