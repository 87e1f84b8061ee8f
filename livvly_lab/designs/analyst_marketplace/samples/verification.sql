-- the state in which the verification of analysts is
-- distribution: verification
-- kind: choices
-- unit: analysts
-- departs: nobody is decided within a few days, and who left before waits for ever
SELECT verification_status, count(*) FROM analyst_profiles GROUP BY 1
