-- the invitations that a sponsor sent together and nobody followed
-- distribution: invitations at once
-- kind: values
-- unit: days with invitations
-- axis: invitations
-- step: 1
SELECT count(*) - 0.5 AS value
FROM referrals
WHERE status <> 'accepted'
GROUP BY sponsor_user_id, (sent_at AT TIME ZONE 'Africa/Dakar')::date
