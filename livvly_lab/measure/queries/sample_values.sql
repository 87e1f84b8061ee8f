-- of a sample's different values those where its share passes the next of so many points: value, its rows, rows up to it, all rows
SELECT value, rows, upto, total
FROM (
  SELECT value, rows, upto, total, lag(upto, 1, 0) OVER (ORDER BY value) AS before
  FROM (
    SELECT value,
           count(*) AS rows,
           sum(count(*)) OVER (ORDER BY value)::bigint AS upto,
           sum(count(*)) OVER ()::bigint AS total
    FROM ({sample}) AS sample
    WHERE value IS NOT NULL
    GROUP BY value
  ) AS counted
) AS passed
WHERE before = 0 OR upto * %(points)s / total > before * %(points)s / total
ORDER BY value
