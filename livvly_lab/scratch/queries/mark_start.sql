-- Note that a load with these parameters has begun.
INSERT INTO livvly_lab.load (parameters) VALUES (%(parameters)s)
