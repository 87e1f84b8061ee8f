-- Switches a trigger off.
ALTER TABLE {table} DISABLE TRIGGER {trigger}
