-- the weekday and hour at which analysts write, Indian time: mostly while the exchange is open
-- distribution: posts by hour of the week
-- kind: week
-- unit: posts
SELECT extract(isodow FROM at)::int, extract(hour FROM at)::int, count(*)
FROM (SELECT created_at AT TIME ZONE 'Asia/Kolkata' AS at FROM posts) AS written
GROUP BY 1, 2
