-- Indexes the ids.
CREATE INDEX {index} ON {name} (id)
