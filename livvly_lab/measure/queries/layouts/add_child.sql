-- Adds a child to an inheritance parent.
CREATE TABLE {child} () INHERITS ({table})
