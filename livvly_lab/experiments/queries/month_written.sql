-- Writes them, under the keys of another day.
INSERT INTO {name} SELECT (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid()))).* FROM lab_batch AS b
