-- what detectors found
-- distribution: category of flags
-- kind: choices
-- unit: flags
SELECT category, count(*) FROM moderation_flags GROUP BY 1
