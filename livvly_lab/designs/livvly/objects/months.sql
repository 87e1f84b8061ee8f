-- Partitions of the months to come, made before they are needed (REQ-DB-010); to be called once a month.

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
        -- Filled with keys, indexes and comments first, attached last: the parent is locked only for the ATTACH.
        EXECUTE format('CREATE TABLE %I (LIKE %s INCLUDING ALL)', partition, parent);
        EXECUTE format('COMMENT ON TABLE %I IS %L', partition, parent || to_char(first, '" of "FMMonth YYYY'));
        EXECUTE format(
            'ALTER TABLE %s ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            parent, partition, first::timestamptz, (first + interval '1 month')::timestamptz
        );
        RETURN NEXT partition;
    END LOOP;
END
$$;

COMMENT ON FUNCTION create_months_ahead(regclass, integer, timestamptz) IS
    'Create the monthly partitions from the month of as_of to so many months ahead; returns those it had to create';
