-- Keeps the triggers of a table from firing, those of its foreign keys excepted.
ALTER TABLE {table} DISABLE TRIGGER USER
