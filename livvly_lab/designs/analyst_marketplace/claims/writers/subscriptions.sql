-- subscriptions to one analyst
INSERT INTO {subscriptions} (user_id, analyst_id, tier_id, status, price_paid, final_price)
VALUES (md5('reader ' || :n)::uuid, %(analyst)s, %(tier)s, 'expired', 99900, 99900)
