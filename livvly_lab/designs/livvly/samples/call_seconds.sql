-- the seconds completed calls last
-- distribution: call seconds
-- kind: values
-- unit: calls
-- axis: seconds
-- step: 1
-- departs: those who spend freely talk longer, and a call ends when two packages of coins are gone
SELECT duration_seconds AS value FROM calls WHERE status = 'completed'
