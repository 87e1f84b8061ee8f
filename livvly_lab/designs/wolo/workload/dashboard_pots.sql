-- How many pots stand in which state, over all shards?
-- endpoint: GET /admin/dashboard/pots
-- index: none
-- runs: scatter
SELECT status, count(*) AS pots, sum(target_amount_cfa) AS target_cfa
FROM {pots}
GROUP BY status
