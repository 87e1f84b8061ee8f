-- Note that a load with these parameters has begun, and what it is expected to take on disk.
INSERT INTO livvly_lab.load (parameters, estimated_bytes) VALUES (%(parameters)s, %(estimated_bytes)s)
