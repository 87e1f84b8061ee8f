-- Inserts a row that is given as JSON.
INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, %(row)s)).*
