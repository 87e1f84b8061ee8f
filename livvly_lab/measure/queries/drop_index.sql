-- Takes an index away, with the constraints that stand on it.
DROP INDEX {index} CASCADE
