-- Removes the table that held the rows taken out.
DROP TABLE {batch}
