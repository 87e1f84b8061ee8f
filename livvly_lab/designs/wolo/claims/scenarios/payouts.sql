-- settlements around the minimum payout

-- a partner
INSERT INTO {partners} (id, name, type, revenue_split_percentage) VALUES (%(partner)s, 'Partenaire', 'cinema', 70)

-- a settlement a franc below the minimum that waits
INSERT INTO {partner_settlements} (id, partner_id, period_start, period_end, partner_share_cfa, status)
VALUES (%(short)s, %(partner)s, '2030-02-01', '2030-02-28', 9999, 'pending')

-- the same, paid all the same
-- wants: refused
-- of: payments below the minimum
UPDATE {partner_settlements} SET status = 'paid', paid_at = now() WHERE id = %(short)s

-- a minimum below nothing
-- wants: refused
-- of: payments below the minimum
UPDATE {partners} SET minimum_payout_cfa = -1 WHERE id = %(partner)s

-- a partner that says nothing of the minimum
-- wants: 10000
-- of: the minimum by default
INSERT INTO {partners} (name, type, revenue_split_percentage) VALUES ('Autre partenaire', 'spa', 70)
RETURNING minimum_payout_cfa

-- a settlement at the minimum, paid
-- wants: taken
-- of: the minimum by default
INSERT INTO {partner_settlements} (partner_id, period_start, period_end, partner_share_cfa, status, paid_at)
VALUES (%(partner)s, '2030-01-01', '2030-01-31', 10000, 'paid', now())
