-- What did the lab fill here, and did it finish?
SELECT parameters, rows, seconds, checks, finished_at IS NOT NULL FROM livvly_lab.load
