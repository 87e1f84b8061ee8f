-- The extension that knows paths.
CREATE EXTENSION IF NOT EXISTS ltree
