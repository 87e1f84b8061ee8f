-- How many tickets were closed sixty days ago and wait for the monthly archiving?
-- endpoint: job: archive_closed_tickets
-- index: idx_support_tickets_closed
-- runs: shared
-- draw typical: SELECT min(created_at) + interval '63 days' AS now FROM {support_tickets}
SELECT count(*) AS tickets
FROM {support_tickets}
WHERE status = 'closed' AND closed_at < %(now)s::timestamptz - interval '60 days'
