-- what the tier Pro costs a month, in rupees: a rupee less than whole hundreds
-- distribution: monthly price of Pro
-- kind: values
-- unit: tiers
-- axis: rupees
-- step: 100
SELECT price_monthly / 100 + 1 AS value FROM subscription_tiers WHERE tier_name = 'Pro'
