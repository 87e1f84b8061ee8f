-- All nodes below one, from the closure table.
SELECT count(*) FROM lab_closure WHERE above = %(node)s
