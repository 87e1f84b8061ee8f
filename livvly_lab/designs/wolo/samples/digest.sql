-- how often users want to be told
-- distribution: digest
-- kind: choices
-- unit: users
SELECT digest_frequency, count(*) FROM notification_preferences GROUP BY 1
