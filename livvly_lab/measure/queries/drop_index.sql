-- Takes an index away until the transaction is rolled back.
DROP INDEX {index} CASCADE
