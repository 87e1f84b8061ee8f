-- what each buyer pays for tokens at the least, in units of the currency
-- distribution: units paid for tokens
-- kind: choices
-- unit: buyers
SELECT least, count(*)
FROM (SELECT min(amount)::int AS least FROM payments WHERE status <> 'failed' GROUP BY user_id) AS bought
GROUP BY 1
