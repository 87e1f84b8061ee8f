-- Builds an index once more from the rows of its table.
REINDEX INDEX {index}
