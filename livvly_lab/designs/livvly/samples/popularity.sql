-- the calls of two months to each creator who was there before and still is
-- distribution: popularity of creators (rank)
-- kind: ranks
-- unit: calls
SELECT coalesce(c.received, 0)
FROM users AS u
LEFT JOIN (
  SELECT receiver_id, count(*) AS received
  FROM calls
  WHERE created_at >= %(as_of)s::timestamptz - interval '67 days'
    AND created_at < %(as_of)s::timestamptz - interval '7 days'
  GROUP BY receiver_id
) AS c ON c.receiver_id = u.id
WHERE u.is_creator
  AND u.created_at < %(as_of)s::timestamptz - interval '68 days'
  AND u.last_active_at > %(as_of)s::timestamptz - interval '6 days'
