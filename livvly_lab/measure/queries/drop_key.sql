-- Takes a constraint and its index away, and the foreign keys that stand on it, until the transaction is rolled back.
ALTER TABLE {table} DROP CONSTRAINT {key} CASCADE
