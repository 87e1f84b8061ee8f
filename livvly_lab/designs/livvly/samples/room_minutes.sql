-- the minutes ended rooms were open
-- distribution: room minutes
-- kind: values
-- unit: rooms
-- axis: minutes
SELECT extract(epoch FROM ended_at - started_at) / 60 AS value FROM rooms WHERE ended_at IS NOT NULL
