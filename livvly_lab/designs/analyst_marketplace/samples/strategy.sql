-- the strategy of calls
-- distribution: strategy
-- kind: choices
-- unit: calls
SELECT strategy_type, count(*) FROM posts WHERE post_type = 'call' GROUP BY 1
