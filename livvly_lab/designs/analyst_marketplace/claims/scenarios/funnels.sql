-- the funnel of a link, from clicks to revenue

-- an analyst and a reader
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst'),
       (%(reader)s, '+99900000002', '$2b$12$' || repeat('a', 53), 'trader')

-- a tier
INSERT INTO {subscription_tiers} (id, analyst_id, tier_name, price_monthly) VALUES (%(tier)s, %(analyst)s, 'Pro', 99900)

-- a link with clicks and signups
-- wants: taken
INSERT INTO {invite_links} (id, analyst_id, invite_code, total_clicks, unique_visitors, signups_count)
VALUES (%(link)s, %(analyst)s, 'ASHA-TELEGRAM-TRIED', 100, 80, 10)

-- more signups than visitors
-- wants: refused by check
UPDATE {invite_links} SET signups_count = 81 WHERE id = %(link)s

-- more conversions than signups
-- wants: refused by check
UPDATE {invite_links} SET conversions_count = 11 WHERE id = %(link)s

-- more visitors than clicks
-- wants: refused by check
UPDATE {invite_links} SET unique_visitors = 101 WHERE id = %(link)s

-- negative revenue
-- wants: refused by check
UPDATE {invite_links} SET total_revenue_generated = -1 WHERE id = %(link)s

-- links of the run that converted more than signed up, or signed up more than clicked
-- wants: 0
SELECT count(*) FROM invite_links WHERE NOT (conversions_count <= signups_count AND signups_count <= total_clicks)

-- links of the run whose revenue is not what their subscribers have paid
-- wants: 0
SELECT count(*)
FROM invite_links AS l
LEFT JOIN (
  SELECT s.referred_by_invite_link AS id, sum(t.amount) AS paise
  FROM subscriptions AS s
  JOIN payment_transactions AS t ON t.subscription_id = s.id AND t.status = 'captured'
  GROUP BY s.referred_by_invite_link
) AS paid USING (id)
WHERE l.total_revenue_generated <> coalesce(paid.paise, 0)

-- a subscription that names the link
INSERT INTO {subscriptions} (id, user_id, analyst_id, tier_id, status, price_paid, final_price, referred_by_invite_link)
VALUES (%(sub)s, %(reader)s, %(analyst)s, %(tier)s, 'active', 99900, 99900, %(link)s)

-- its payment
INSERT INTO {payment_transactions}
  (user_id, analyst_id, subscription_id, transaction_type, amount, status, payout_amount, platform_commission)
VALUES (%(reader)s, %(analyst)s, %(sub)s, 'subscription_payment', 99900, 'captured', 79920, 19980)

-- conversions and revenue of the link after a paid subscription
-- wants: 1, 99900
-- of: by the database
SELECT conversions_count, total_revenue_generated FROM {invite_links} WHERE id = %(link)s
