-- Who asks, and where the rows of a user live. Two roles stand for what connects: livepanty_app for the application,
-- which says by app.user_id whom it acts for, and livepanty_staff for moderators. Neither owns a table. The owner's
-- functions say that they mean it by livepanty_maintenance in their search path (see rights.sql).

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['livepanty_app', 'livepanty_staff'] LOOP
        CONTINUE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = wanted);
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL; -- roles belong to the server: another database has just made it
        END;
    END LOOP;
END
$$;

CREATE FUNCTION current_user_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.user_id', true), '')::uuid;

COMMENT ON FUNCTION current_user_id() IS
    'The user for whom the application asks (SET LOCAL app.user_id in each transaction), NULL for nobody';

CREATE FUNCTION acting_user() RETURNS uuid
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF current_user_id() IS NULL THEN
        RAISE EXCEPTION 'nobody acts: app.user_id is not set'
            USING ERRCODE = 'insufficient_privilege', HINT = 'SET LOCAL app.user_id in the transaction.';
    END IF;
    IF NOT EXISTS (SELECT FROM users WHERE id = current_user_id() AND status = 'active') THEN
        RAISE EXCEPTION 'user % may not act', current_user_id() USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN current_user_id();
END
$$;

COMMENT ON FUNCTION acting_user() IS
    'The user for whom the application asks; refuses nobody, and accounts that are suspended, banned or closed';

CREATE FUNCTION homes_of(parent regclass) RETURNS SETOF regclass
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(i.inhrelid, c.oid)::regclass
    FROM pg_class AS c
    LEFT JOIN pg_inherits AS i ON i.inhparent = c.oid AND c.relkind <> 'p'
    WHERE c.oid = parent
$$;

COMMENT ON FUNCTION homes_of(regclass) IS
    'The tables on which a row trigger must stand: the children of a table, or itself where it has none or hands it on';

CREATE FUNCTION home_of(logical text, of_user uuid) RETURNS regclass
LANGUAGE sql STABLE
AS $$
    SELECT (logical || regexp_replace(tableoid::regclass::text, '^(public\.)?users', ''))::regclass
    FROM users
    WHERE id = of_user
$$;

COMMENT ON FUNCTION home_of(text, uuid) IS
    'The table that holds a user''s rows of a sharded table: the one of the shard in which the user stands';
