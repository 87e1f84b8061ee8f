-- the hours until tickets were resolved that were opened more than two months ago
-- distribution: hours to resolve a ticket
-- kind: values
-- unit: tickets
-- axis: hours
SELECT extract(epoch FROM resolved_at - created_at) / 3600 AS value
FROM support_tickets
WHERE created_at < %(as_of)s::timestamptz - interval '60 days'
