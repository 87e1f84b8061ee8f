-- Keys and indexes of the adjacency list and the closure table, and their statistics.
ALTER TABLE lab_tree ADD PRIMARY KEY (id);
CREATE INDEX ON lab_tree (parent);
ALTER TABLE lab_closure ADD PRIMARY KEY (above, id);
CREATE INDEX ON lab_closure (id);
ANALYZE lab_tree, lab_closure
