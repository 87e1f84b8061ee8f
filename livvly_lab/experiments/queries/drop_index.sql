-- Takes an index away.
DROP INDEX {index}
