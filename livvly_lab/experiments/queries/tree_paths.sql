-- The same tree with the path of each node.
CREATE TEMPORARY TABLE lab_paths ON COMMIT DROP AS
SELECT id, (SELECT string_agg(above::text, '.' ORDER BY depth DESC) FROM lab_closure AS c WHERE c.id = t.id)::ltree AS path
FROM lab_tree AS t
