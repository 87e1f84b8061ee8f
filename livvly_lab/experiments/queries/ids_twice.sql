-- How many ids were drawn before?
SELECT count(*) - count(DISTINCT id) FROM lab_ids
