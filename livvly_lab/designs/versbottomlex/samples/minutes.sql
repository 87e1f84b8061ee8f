-- the minutes that streams lasted
-- distribution: minutes of a stream
-- kind: values
-- unit: streams
-- axis: minutes
-- departs: a stream is over before the performer's next one begins, and one of less than ten minutes is cancelled
SELECT extract(epoch FROM ended_at - started_at) / 60 AS value FROM streams WHERE status = 'ended'
