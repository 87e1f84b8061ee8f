-- Detaches a month.
ALTER TABLE {name} DETACH PARTITION {part}
