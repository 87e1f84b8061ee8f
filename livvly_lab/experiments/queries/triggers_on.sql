-- Lets the triggers of a table fire again.
ALTER TABLE {table} ENABLE TRIGGER USER
