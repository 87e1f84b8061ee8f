-- A row trigger stands on every table that holds rows: children of an inheritance parent do not inherit it.

CREATE FUNCTION homes(target regclass) RETURNS SETOF regclass
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(i.inhrelid::regclass, c.oid::regclass)
    FROM pg_class AS c
    LEFT JOIN pg_inherits AS i ON i.inhparent = c.oid AND c.relkind <> 'p'
    WHERE c.oid = target
    ORDER BY i.inhrelid
$$;

COMMENT ON FUNCTION homes(regclass) IS
    'The tables on which a row trigger must stand: the shards of a table, or itself where it has none';

CREATE PROCEDURE attach_trigger(target regclass, trigger_name text, events text, function_name text)
LANGUAGE plpgsql
AS $$
DECLARE
    home regclass;
BEGIN
    FOR home IN SELECT homes(target) LOOP
        EXECUTE format(
            'CREATE TRIGGER %I %s ON %s FOR EACH ROW EXECUTE FUNCTION %I()', trigger_name, events, home, function_name
        );
    END LOOP;
END
$$;

COMMENT ON PROCEDURE attach_trigger(regclass, text, text, text) IS
    'Create one row trigger on every shard of a table; events such as AFTER INSERT OR DELETE';
