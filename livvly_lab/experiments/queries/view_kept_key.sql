-- An index on the key of the rows that are kept ready.
CREATE UNIQUE INDEX ON {kept} ({key})
