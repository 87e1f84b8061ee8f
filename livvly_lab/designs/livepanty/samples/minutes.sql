-- how long streams went on that ended
-- distribution: minutes of a stream
-- kind: values
-- unit: streams
-- axis: minutes
-- departs: a stream ends before its performer's next one begins
SELECT extract(epoch FROM ended_at - started_at) / 60 AS value FROM streams WHERE status IN ('ended', 'removed')
