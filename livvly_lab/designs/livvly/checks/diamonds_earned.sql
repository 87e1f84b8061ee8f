-- what a diamond wallet has ever earned is the sum of its owner's calls and gifts
-- kind: balance
SELECT w.id AS wallet, w.user_id, w.lifetime_earned, coalesce(e.diamonds, 0) AS earned
FROM diamond_wallets AS w
LEFT JOIN (
  SELECT receiver_id AS user_id, sum(diamonds_earned) AS diamonds
  FROM (
    SELECT receiver_id, diamonds_earned FROM calls
    UNION ALL
    SELECT receiver_id, diamonds_earned FROM gift_transactions
  ) AS earnings
  GROUP BY receiver_id
) AS e USING (user_id)
WHERE w.lifetime_earned <> coalesce(e.diamonds, 0)
