-- How is the load spread over the users? Slices of them, from those who bring least to those who bring most.
WITH carried AS ({carried}),
sliced AS (
    SELECT amount, ntile(%(slices)s) OVER (ORDER BY amount, user_id) AS slice FROM carried WHERE user_id IS NOT NULL
)
SELECT count(*), sum(amount)::float8 FROM sliced GROUP BY slice ORDER BY slice
