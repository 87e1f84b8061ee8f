-- How many invitations may this sponsor still send on this day?
-- endpoint: POST /referrals
-- index: sponsor_daily_limits_sponsor_user_id_limit_date_key
-- runs: shard
-- draw typical:
--   SELECT sponsor_user_id AS user_id, limit_date AS day
--   FROM {sponsor_daily_limits}
--   ORDER BY md5(id::text)
--   LIMIT 10
-- draw absent:
--   SELECT md5('nobody ' || n)::uuid AS user_id, date '2026-01-01' AS day FROM generate_series(1, 2) AS n
SELECT max_invitations_per_day - invitations_sent_today AS left_today
FROM {sponsor_daily_limits}
WHERE sponsor_user_id = %(user_id)s AND limit_date = %(day)s
