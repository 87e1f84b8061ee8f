-- Key and index of the paths, and their statistics.
ALTER TABLE lab_paths ADD PRIMARY KEY (id);
CREATE INDEX ON lab_paths USING gist (path);
ANALYZE lab_paths
