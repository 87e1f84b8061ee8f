-- All nodes below one, by recursion.
WITH RECURSIVE down AS (
    SELECT id FROM lab_tree WHERE id = %(node)s
    UNION ALL
    SELECT t.id FROM down AS d JOIN lab_tree AS t ON t.parent = d.id
)
SELECT count(*) FROM down
