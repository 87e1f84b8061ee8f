-- Indexes one key of a JSON column by a B-tree.
CREATE INDEX lab_btree ON lab_json (({column} ->> {key}))
