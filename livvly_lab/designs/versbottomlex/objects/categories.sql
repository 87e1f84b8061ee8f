-- Categories are a tree of four levels at most. Two sessions that each hang one below the other would both find no
-- cycle: so changes of the tree wait for each other, and each looks after the one before has committed.

CREATE FUNCTION keep_tree() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    above smallint := NEW.parent;
    levels integer := 1;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('categories', 0));
    WHILE above IS NOT NULL LOOP
        IF above = NEW.id THEN
            RAISE EXCEPTION 'category % would be above itself', NEW.id USING ERRCODE = 'check_violation';
        END IF;
        SELECT parent INTO above FROM categories WHERE id = above;
        levels := levels + 1;
    END LOOP;
    levels := levels + (
        WITH RECURSIVE below (id, depth) AS (
            SELECT NEW.id, 0
            UNION ALL
            SELECT c.id, b.depth + 1 FROM below AS b JOIN categories AS c ON c.parent = b.id
        )
        SELECT max(depth) FROM below
    );
    IF levels > 4 THEN
        RAISE EXCEPTION 'category % would make the tree % levels deep', NEW.id, levels
            USING ERRCODE = 'check_violation', HINT = 'Four levels are allowed.';
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION keep_tree() IS 'Trigger: refuse a category above itself, and a fifth level';

CREATE TRIGGER keep_tree BEFORE INSERT OR UPDATE OF parent, id ON categories
    FOR EACH ROW EXECUTE FUNCTION keep_tree();

CREATE VIEW category_paths WITH (security_invoker = true) AS
WITH RECURSIVE down AS (
    SELECT id, slug::text AS path, 1 AS level, ARRAY[id] AS above FROM categories WHERE parent IS NULL
    UNION ALL
    SELECT c.id, d.path || '/' || c.slug, d.level + 1, d.above || c.id
    FROM down AS d
    JOIN categories AS c ON c.parent = d.id
)
SELECT id, path, level, above FROM down;

COMMENT ON VIEW category_paths IS 'Each category with its path from the top, and with all ids above it and its own';
