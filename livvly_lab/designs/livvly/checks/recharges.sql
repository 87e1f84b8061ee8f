-- nobody recharges unless the next spend needs it
-- kind: balance
SELECT r.id AS transaction, r.user_id, r.balance_after, r.amount, r.next_spend
FROM (
  SELECT t.*, first_value(amount) OVER (PARTITION BY user_id, spends_to_come ORDER BY created_at DESC) AS next_spend
  FROM (
    SELECT id, user_id, type, status, amount, balance_after, created_at,
           count(*) FILTER (WHERE type IN ('call', 'gift')) OVER (
             PARTITION BY user_id ORDER BY created_at DESC
           ) AS spends_to_come
    FROM transactions
  ) AS t
) AS r
WHERE r.type = 'recharge' AND r.status = 'completed'
  AND (r.spends_to_come = 0 OR r.balance_after - r.amount >= -r.next_spend)
