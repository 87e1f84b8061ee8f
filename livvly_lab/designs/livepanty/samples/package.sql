-- what each buyer pays for tokens at a time, in units of the currency; those who only ever took several at once left out
-- distribution: units paid for tokens
-- kind: choices
-- unit: buyers
SELECT least, count(*)
FROM (SELECT min(amount)::int AS least FROM payments WHERE status <> 'failed' GROUP BY user_id) AS bought
WHERE least IN (5, 10, 20, 30, 50)
GROUP BY 1
