-- All nodes above one, by its path.
SELECT nlevel(path) FROM lab_paths WHERE id = %(node)s
