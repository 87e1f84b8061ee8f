-- campaigns and the boost they give

-- a campaign
INSERT INTO {sponsor_campaigns} (id, sponsor_company_name, campaign_name, budget_cfa, starts_at, ends_at)
VALUES (%(campaign)s, 'Sponsor', 'Essai', 1000000, '2030-01-01', '2030-02-01')

-- no points at all
-- wants: refused
-- of: boosts that take points away
UPDATE {sponsor_campaigns} SET points_multiplier = 0 WHERE id = %(campaign)s

-- points that are taken
-- wants: refused
-- of: boosts that take points away
UPDATE {sponsor_campaigns} SET points_multiplier = -1.5 WHERE id = %(campaign)s

-- a campaign that says nothing of its boost
-- wants: 1.50
-- of: the boost by default
INSERT INTO {sponsor_campaigns} (sponsor_company_name, campaign_name, budget_cfa, starts_at, ends_at)
VALUES ('Sponsor', 'Autre essai', 1000000, '2030-01-01', '2030-02-01')
RETURNING points_multiplier

-- the greatest boost of the type
-- wants: taken
-- of: the ends of the type
UPDATE {sponsor_campaigns} SET points_multiplier = 9.99 WHERE id = %(campaign)s

-- ten times the points
-- wants: refused by overflow
-- of: the ends of the type
UPDATE {sponsor_campaigns} SET points_multiplier = 10 WHERE id = %(campaign)s
