-- All nodes above one, by recursion.
WITH RECURSIVE up AS (
    SELECT id, parent FROM lab_tree WHERE id = %(node)s
    UNION ALL
    SELECT t.id, t.parent FROM up AS u JOIN lab_tree AS t ON t.id = u.parent
)
SELECT count(*) FROM up
