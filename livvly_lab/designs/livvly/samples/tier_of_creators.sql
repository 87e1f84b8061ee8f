-- the verification tier of creators
-- distribution: verification tier of creators
-- kind: choices
-- unit: creators
SELECT verification_tier, count(*) FROM users WHERE is_creator GROUP BY verification_tier
