-- how calls ended that had a year to end
-- distribution: outcome of calls
-- kind: choices
-- unit: calls
SELECT call_status, count(*)
FROM posts
WHERE post_type = 'call' AND created_at < %(as_of)s::timestamptz - interval '1 year'
GROUP BY 1
