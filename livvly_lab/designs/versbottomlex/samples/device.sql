-- what streams are watched on
-- distribution: device
-- kind: choices
-- unit: views
SELECT device, count(*) FROM stream_views GROUP BY 1
