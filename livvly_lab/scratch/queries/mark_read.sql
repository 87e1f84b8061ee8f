-- What did the lab fill here, how far did it come, and did it finish?
SELECT parameters, rows, seconds, checks, finished_at IS NOT NULL, copied_at IS NOT NULL, estimated_bytes, bytes
FROM livvly_lab.load
