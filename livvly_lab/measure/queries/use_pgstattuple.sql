-- Makes the extension that looks into pages available in this database.
CREATE EXTENSION IF NOT EXISTS pgstattuple
