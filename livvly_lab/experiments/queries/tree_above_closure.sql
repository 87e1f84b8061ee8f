-- All nodes above one, from the closure table.
SELECT count(*) FROM lab_closure WHERE id = %(node)s
