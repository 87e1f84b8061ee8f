-- The same tree as a closure table: a row for each pair of a node and one above it, itself included.
CREATE TEMPORARY TABLE lab_closure ON COMMIT DROP AS
WITH RECURSIVE up AS (
    SELECT id, id AS above, 0 AS depth, parent FROM lab_tree
    UNION ALL
    SELECT u.id, t.id, u.depth + 1, t.parent FROM up AS u JOIN lab_tree AS t ON t.id = u.parent
)
SELECT id, above, depth FROM up
