<<<<<<< HEAD
-- Drops a table on which nothing depends.
DROP TABLE {table}
=======
-- Drops a table.
DROP TABLE {name}
>>>>>>> claims
