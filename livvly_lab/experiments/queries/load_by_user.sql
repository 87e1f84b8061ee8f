-- What does each user bring of a load, over its parts?
SELECT sum(amount) AS amount
FROM ({parts}) AS part
WHERE id IS NOT NULL AND amount > 0
GROUP BY id
ORDER BY id
