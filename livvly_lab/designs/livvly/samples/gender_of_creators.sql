-- the gender creators state
-- distribution: gender of creators
-- kind: choices
-- unit: creators
SELECT gender, count(*) FROM users WHERE is_creator GROUP BY gender
