-- how viewers liked what they saw
-- distribution: feeling
-- kind: choices
-- unit: reactions
SELECT kind, count(*) FROM reactions WHERE kind <> 'share' GROUP BY 1
