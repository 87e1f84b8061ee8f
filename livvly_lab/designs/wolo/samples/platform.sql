-- where it is done
-- distribution: platform
-- kind: choices
-- unit: events
SELECT platform, count(*) FROM analytics_events GROUP BY 1
