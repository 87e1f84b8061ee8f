-- A tree as an adjacency list: each node has so many children, to a number of nodes; node 1 is the root.
CREATE TEMPORARY TABLE lab_tree ON COMMIT DROP AS
SELECT n AS id, CASE WHEN n > 1 THEN (n - 2) / {children} + 1 END AS parent FROM generate_series(1, {nodes}) AS n
