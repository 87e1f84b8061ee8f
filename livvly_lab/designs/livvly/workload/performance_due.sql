-- Whose 30 days are to be calculated again within the next two hours?
-- endpoint: POST /internal/creator-performance/run
-- index: idx_creator_performance_next_calc
-- runs: shared
-- draw typical: SELECT min(next_calculation_at) + interval '2 hours' AS due FROM {creator_performance}
SELECT user_id, period_end, next_calculation_at
FROM {creator_performance}
WHERE next_calculation_at <= %(due)s::timestamptz
ORDER BY next_calculation_at
LIMIT 500
