-- the calls and gifts of users who settled half a year ago or earlier, came in the last week and are no creators
-- distribution: engagement of users
-- kind: values
-- unit: users
-- axis: calls and gifts, 1 = mean
-- step: 1
-- relative: mean
SELECT coalesce(c.made, 0) + coalesce(g.sent, 0) AS value
FROM users AS u
LEFT JOIN (SELECT caller_id, count(*) AS made FROM calls GROUP BY caller_id) AS c ON c.caller_id = u.id
LEFT JOIN (SELECT sender_id, count(*) AS sent FROM gift_transactions GROUP BY sender_id) AS g ON g.sender_id = u.id
WHERE NOT u.is_creator
  AND u.created_at < %(as_of)s::timestamptz - interval '6 months'
  AND u.last_active_at > %(as_of)s::timestamptz - interval '7 days'
