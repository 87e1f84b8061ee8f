-- Who brings most?
WITH carried AS ({carried})
SELECT user_id::text, shard, amount::float8
FROM carried
WHERE user_id IS NOT NULL AND amount > 0
ORDER BY carried.amount DESC, carried.user_id
LIMIT %(most)s
