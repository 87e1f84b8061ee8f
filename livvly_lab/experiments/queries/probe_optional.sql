-- Lets a column of the copy be empty.
ALTER TABLE lab_probe ALTER COLUMN {column} DROP NOT NULL
