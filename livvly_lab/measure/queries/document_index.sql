-- An index that finds documents by what they hold.
CREATE INDEX {index} ON {table} USING gin ({column})
