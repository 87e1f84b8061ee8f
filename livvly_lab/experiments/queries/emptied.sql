-- Empties a table.
TRUNCATE {name}
