-- what became of invitations that nobody followed and that are over
-- distribution: fate of an invitation
-- kind: choices
-- unit: invitations
SELECT status, count(*) FROM referrals WHERE status IN ('expired', 'declined') GROUP BY 1
