-- Months of the ledger and of the audit trail: made before they are needed, detached into the schema archive when
-- they are old ("partitioning ledger by date", "move old audit logs and completed transactions to cold storage").

CREATE SCHEMA IF NOT EXISTS archive;
COMMENT ON SCHEMA archive IS 'Months of the ledger and of the audit trail that were detached; they can be dumped and moved';

CREATE FUNCTION create_months_ahead(parent regclass, ahead integer DEFAULT 3, as_of timestamptz DEFAULT now())
RETURNS SETOF text
LANGUAGE plpgsql
SET timezone = 'UTC'
AS $$
DECLARE
    first date;
    partition text;
BEGIN
    FOR first IN
        SELECT date_trunc('month', as_of) + make_interval(months => month)
        FROM generate_series(0, ahead) AS month
    LOOP
        SELECT relname || to_char(first, '_YYYY_MM') INTO partition FROM pg_class WHERE oid = parent;
        CONTINUE WHEN to_regclass(quote_ident(partition)) IS NOT NULL;
        -- Made with keys, indexes and comments first, attached last: the parent is locked only for the ATTACH.
        EXECUTE format('CREATE TABLE %I (LIKE %s INCLUDING ALL)', partition, parent);
        EXECUTE format('COMMENT ON TABLE %I IS %L', partition, parent || to_char(first, '" of "FMMonth YYYY'));
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition); -- and no policy: nobody reads it alone
        CALL make_append_only(partition::regclass);
        EXECUTE format(
            'ALTER TABLE %s ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            parent, partition, first::timestamptz, (first + interval '1 month')::timestamptz
        );
        RETURN NEXT partition;
    END LOOP;
END
$$;

COMMENT ON FUNCTION create_months_ahead(regclass, integer, timestamptz) IS
    'Monthly: make the partitions from the month of as_of to so many months ahead; returns those it had to make';

CREATE FUNCTION archive_months(parent regclass, kept interval DEFAULT '24 months', as_of timestamptz DEFAULT now())
RETURNS SETOF text
LANGUAGE plpgsql
SET timezone = 'UTC'
AS $$
DECLARE
    month record;
BEGIN
    IF kept < interval '1 month' THEN
        RAISE EXCEPTION 'the month that is written to is not archived' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR month IN
        SELECT c.oid::regclass AS partition, c.relname
        FROM pg_inherits AS i
        JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = parent
            AND c.relname ~ '_[0-9]{4}_[0-9]{2}$'
            AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= as_of - kept
        ORDER BY c.relname
    LOOP
        EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', parent, month.partition);
        EXECUTE format('ALTER TABLE %s SET SCHEMA archive', month.partition);
        -- It keeps its own guard against change; nothing shall be added to it either.
        EXECUTE format(
            'CREATE TRIGGER closed BEFORE INSERT ON archive.%I FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()',
            month.relname
        );
        EXECUTE format('ALTER TABLE archive.%I ENABLE ALWAYS TRIGGER closed', month.relname);
        RETURN NEXT 'archive.' || month.relname;
    END LOOP;
END
$$;

COMMENT ON FUNCTION archive_months(regclass, interval, timestamptz) IS
    'Monthly: detach the months that have been kept long enough into the schema archive; returns them';
