-- an offer was taken as often as it says, for its plan and on its days
-- kind: balance
SELECT o.id AS offer, o.redemptions, count(s.id) AS taken
FROM promotions AS o
LEFT JOIN subscriptions AS s
    ON s.promotion_id = o.id AND s.plan_id = o.plan_id AND o.validity @> (s.started_at AT TIME ZONE 'UTC')::date
GROUP BY o.id, o.redemptions
HAVING count(s.id) <> o.redemptions
UNION ALL
SELECT s.promotion_id, NULL, 1
FROM subscriptions AS s
JOIN promotions AS o ON o.id = s.promotion_id
WHERE o.plan_id <> s.plan_id OR NOT o.validity @> (s.started_at AT TIME ZONE 'UTC')::date
