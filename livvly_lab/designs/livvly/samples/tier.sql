-- the verification tier of users who are no creators
-- distribution: verification tier
-- kind: choices
-- unit: users
SELECT verification_tier, count(*) FROM users WHERE NOT is_creator GROUP BY verification_tier
