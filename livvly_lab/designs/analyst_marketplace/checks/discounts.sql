-- every subscription costs what its tier asks, less what its code takes off: a percentage up to the cap, or an amount
-- kind: price
SELECT s.id AS subscription, s.billing_cycle, s.price_paid, t.price_monthly, t.price_yearly, s.discount_applied,
       c.discount_type, c.discount_value
FROM subscriptions AS s
JOIN subscription_tiers AS t ON t.id = s.tier_id
LEFT JOIN discount_codes AS c ON c.id = s.discount_code_used
WHERE s.price_paid <> CASE s.billing_cycle WHEN 'yearly' THEN t.price_yearly ELSE t.price_monthly END
   OR s.discount_applied <> coalesce(least(
        CASE c.discount_type
          WHEN 'percentage' THEN least(s.price_paid * c.discount_value::bigint / 100, c.max_discount_amount)
          WHEN 'fixed_amount' THEN c.discount_value
        END,
        CASE WHEN c.id IS NOT NULL THEN s.price_paid - 100 END
      ), 0)
