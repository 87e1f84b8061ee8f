-- Adds a foreign key to a column without an index.
CREATE TEMPORARY TABLE lab_target (id integer PRIMARY KEY) ON COMMIT DROP;
CREATE TEMPORARY TABLE lab_referrer (target_id integer) ON COMMIT DROP;
ALTER TABLE lab_referrer ADD FOREIGN KEY (target_id) REFERENCES lab_target
