-- invitations and the end of their seven days

-- the sponsor
INSERT INTO {users} (id, phone) VALUES (%(sponsor)s, '+221770009401')

-- an invitation written now that is sent three days later
-- wants: 7 days
-- of: invitations sent later
INSERT INTO {referrals} (id, sponsor_user_id, referral_code, invited_phone, sent_at)
VALUES (%(later)s, %(sponsor)s, 'TRIED-LATER', '+221780009402', now() + interval '3 days')
RETURNING (expired_at - sent_at)::text

-- an invitation that says nothing of its end
-- wants: 7 days
-- of: the default
INSERT INTO {referrals} (id, sponsor_user_id, referral_code, invited_phone)
VALUES (%(plain)s, %(sponsor)s, 'TRIED-PLAIN', '+221780009401')
RETURNING (expired_at - sent_at)::text

-- accepted on the sixth day
-- wants: taken
-- of: the end as a rule
UPDATE {referrals} SET status = 'accepted', accepted_at = sent_at + interval '6 days' WHERE id = %(later)s

-- accepted on the eighth day
-- wants: refused
-- of: the end as a rule
UPDATE {referrals} SET status = 'accepted', accepted_at = sent_at + interval '8 days' WHERE id = %(plain)s

-- an end a year away
-- wants: refused
-- of: the end as a rule
UPDATE {referrals} SET expired_at = sent_at + interval '1 year' WHERE id = %(plain)s
