-- the payment provider of each buyer
-- distribution: payment provider
-- kind: choices
-- unit: buyers
SELECT provider, count(DISTINCT user_id) FROM payments GROUP BY 1
