-- how people are invited to pots
-- distribution: invitation method
-- kind: choices
-- unit: invitations
SELECT invitation_method, count(*) FROM pot_invitations GROUP BY 1
