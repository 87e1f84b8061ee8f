-- Give each index of each partition the comment of the index it is a part of.
DO $do$
DECLARE
    part record;
BEGIN
    FOR part IN
        SELECT own.inhrelid::regclass AS index_name, obj_description(own.inhparent, 'pg_class') AS comment
        FROM pg_inherits AS own
        JOIN pg_index AS whole ON whole.indexrelid = own.inhparent
        WHERE whole.indrelid = {parent}::regclass
    LOOP
        EXECUTE format('COMMENT ON INDEX %s IS %L', part.index_name, part.comment);
    END LOOP;
END
$do$
