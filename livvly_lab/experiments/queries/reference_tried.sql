-- Refers to the key of a table from another table.
CREATE TABLE lab_referrer AS SELECT {key} AS target FROM {target} WITH NO DATA;
ALTER TABLE lab_referrer ADD FOREIGN KEY (target) REFERENCES {target} ({key});
DROP TABLE lab_referrer
