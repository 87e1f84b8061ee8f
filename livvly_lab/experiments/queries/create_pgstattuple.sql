-- Brings the extension that looks into pages, until the transaction ends.
CREATE EXTENSION IF NOT EXISTS pgstattuple
