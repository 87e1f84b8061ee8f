-- the rating and number of reviews of every analyst are those of the approved, live reviews
-- kind: balance
SELECT p.id AS profile, p.avg_rating, r.rating, p.total_reviews, r.reviews
FROM analyst_profiles AS p
LEFT JOIN (
  SELECT analyst_id, round(avg(rating), 2) AS rating, count(*) AS reviews
  FROM reviews
  WHERE is_approved AND deleted_at IS NULL
  GROUP BY analyst_id
) AS r ON r.analyst_id = p.user_id
WHERE (p.avg_rating, p.total_reviews) <> (coalesce(r.rating, 0), coalesce(r.reviews, 0))
