-- How much does each shard carry, and in which lumps? What no living user brings has no user and no shard.
WITH carried AS ({carried})
SELECT shard, user_id IS NOT NULL AS owned, count(*) FILTER (WHERE amount <> 0) AS users,
    sum(amount)::float8 AS amount, sum(amount * amount)::float8 AS squares
FROM carried
GROUP BY 1, 2
ORDER BY 1, 2
