-- How many keys were drawn before?
SELECT count(*) - count(DISTINCT key) FROM {name}
