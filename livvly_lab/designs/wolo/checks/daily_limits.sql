-- every counter of a day is the number of invitations sent on it, numbered from 1 and at most 50
-- kind: balance
SELECT l.id AS daily_limit, l.limit_date, l.invitations_sent_today, count(r.id) AS sent, max(r.invitation_order) AS last
FROM sponsor_daily_limits AS l
LEFT JOIN referrals AS r
  ON r.daily_limit_id = l.id
 AND r.sponsor_user_id = l.sponsor_user_id
 AND (r.sent_at AT TIME ZONE 'Africa/Dakar')::date = l.limit_date
GROUP BY l.id, l.limit_date, l.invitations_sent_today
HAVING count(r.id) <> l.invitations_sent_today
    OR count(DISTINCT r.invitation_order) <> count(r.id)
    OR max(r.invitation_order) <> count(r.id)
    OR count(r.id) > 50
