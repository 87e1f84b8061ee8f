-- the performance of every creator is that of their calls and gifts in the period
-- kind: balance
SELECT p.id AS performance, p.user_id, p.total_earnings_30d, coalesce(c.diamonds, 0) + coalesce(g.diamonds, 0) AS earned,
       p.total_calls_30d, c.calls, p.total_gifts_30d, g.gifts
FROM creator_performance AS p
LEFT JOIN (
  SELECT p.user_id,
         count(*) AS calls,
         sum(c.diamonds_earned) AS diamonds,
         sum(c.duration_seconds) / 60 AS minutes,
         count(c.rating) AS ratings,
         round(avg(c.rating), 2) AS rating,
         round(100.0 * count(*) FILTER (WHERE c.status = 'completed') / count(*), 2) AS completed
  FROM creator_performance AS p
  JOIN calls AS c ON c.receiver_id = p.user_id AND c.created_at >= p.period_start AND c.created_at < p.period_end
  WHERE c.status IN ('completed', 'dropped')
  GROUP BY p.user_id
) AS c USING (user_id)
LEFT JOIN (
  SELECT p.user_id, count(*) AS gifts, sum(g.diamonds_earned) AS diamonds
  FROM creator_performance AS p
  JOIN gift_transactions AS g
    ON g.receiver_id = p.user_id AND g.created_at >= p.period_start AND g.created_at < p.period_end
  GROUP BY p.user_id
) AS g USING (user_id)
WHERE (p.total_earnings_30d, p.total_calls_30d, p.total_call_minutes_30d, p.total_ratings_30d, p.total_gifts_30d)
      <> (coalesce(c.diamonds, 0) + coalesce(g.diamonds, 0), coalesce(c.calls, 0), coalesce(c.minutes, 0),
          coalesce(c.ratings, 0), coalesce(g.gifts, 0))
   OR (p.avg_rating_30d, p.completion_rate_30d) IS DISTINCT FROM (c.rating, c.completed)
