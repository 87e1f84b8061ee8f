-- every call costs its rate for each minute begun, and earns 75 % of that
-- kind: price
SELECT c.id AS call, c.status, c.duration_seconds, c.rate_per_minute, c.coins_charged, c.diamonds_earned
FROM calls AS c
WHERE c.coins_charged <> c.rate_per_minute * ceil(c.duration_seconds / 60.0)
   OR c.diamonds_earned <> round(c.coins_charged * 0.75, 2)
