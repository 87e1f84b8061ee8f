-- points are converted at the rate of the settings, into an own pot that is open, and never more than had matured
-- kind: balance
SELECT c.id AS conversion, c.points_converted, c.credits_issued, p.owner_user_id, m.matured
FROM points_conversions AS c
JOIN pots AS p ON p.id = c.applied_to_pot_id
CROSS JOIN LATERAL (
  SELECT sum(points_earned) FILTER (WHERE matured_at <= c.created_at) AS matured,
         sum(points_spent) AS spent
  FROM points_ledger
  WHERE sponsor_user_id = c.sponsor_user_id
) AS m
WHERE c.credits_issued <> c.points_converted * c.conversion_rate
   OR c.conversion_rate <> (SELECT config_value::text::numeric FROM system_config WHERE config_key = 'points_to_cfa')
   OR p.owner_user_id <> c.sponsor_user_id
   OR c.created_at NOT BETWEEN p.actual_opened_at AND p.birthday_date
   OR m.spent <> c.points_converted
   OR m.matured < c.points_converted
