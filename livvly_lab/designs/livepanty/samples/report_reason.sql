-- why users are reported
-- distribution: reason of reports
-- kind: choices
-- unit: reports
SELECT reason, count(*) FROM reports GROUP BY 1
