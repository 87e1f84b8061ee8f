-- All nodes below one, by its path.
SELECT count(*) FROM lab_paths WHERE path <@ (SELECT path FROM lab_paths WHERE id = %(node)s)
