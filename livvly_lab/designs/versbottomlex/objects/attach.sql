-- Where rows live: a row trigger stands on every table that holds rows, and what is written beside a row goes where
-- the row is. Children of an inheritance parent do not inherit triggers; a partitioned table passes them on.

CREATE FUNCTION homes_of(target regclass) RETURNS SETOF regclass
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(i.inhrelid::regclass, c.oid::regclass)
    FROM pg_class AS c
    LEFT JOIN pg_inherits AS i ON i.inhparent = c.oid AND c.relkind <> 'p'
    WHERE c.oid = target
    ORDER BY i.inhrelid
$$;

COMMENT ON FUNCTION homes_of(regclass) IS
    'The tables that take the rows of a table: its shards, or itself where it has none';

CREATE FUNCTION beside(here text, target text) RETURNS regclass
LANGUAGE sql STABLE
RETURN (target || coalesce(substring(here FROM '_shard_[0-9]+$'), ''))::regclass;

COMMENT ON FUNCTION beside(text, text) IS
    'The table that takes rows of a table in the shard of another one, named as it stands in the database';

CREATE PROCEDURE attach_trigger(
    target regclass, trigger_name text, events text, function_name text, arguments text DEFAULT ''
)
LANGUAGE plpgsql
AS $$
DECLARE
    home regclass;
BEGIN
    FOR home IN SELECT homes_of(target) LOOP
        EXECUTE format(
            'CREATE TRIGGER %I %s ON %s FOR EACH ROW EXECUTE FUNCTION %I(%s)',
            trigger_name, events, home, function_name, arguments
        );
    END LOOP;
END
$$;

COMMENT ON PROCEDURE attach_trigger(regclass, text, text, text, text) IS
    'Create one row trigger on every table that takes rows of a table; events such as AFTER INSERT OR DELETE';

CREATE FUNCTION touch() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION touch() IS 'Sets updated_at of a row that changes';

DO $$
DECLARE
    target regclass;
BEGIN
    FOR target IN
        SELECT c.oid
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'updated_at'
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
            AND NOT EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhrelid = c.oid)
    LOOP
        CALL attach_trigger(target, 'touch', 'BEFORE UPDATE', 'touch');
    END LOOP;
END
$$;
