-- Rows below a node, pairs of a node below it and one above it, levels of the tree.
SELECT (SELECT count(*) FROM lab_closure WHERE above = %(node)s),
       (SELECT count(*) FROM lab_closure AS b JOIN lab_closure AS a ON a.id = %(node)s WHERE b.above = %(node)s AND a.depth > 0),
       (SELECT max(depth) + 1 FROM lab_closure)
