-- "The ledger table is append-only": no UPDATE, no DELETE, no TRUNCATE, not by the owner and not as a replica either
-- (ENABLE ALWAYS). The triggers stand on each partition itself: those of a partitioned table do not see a TRUNCATE of
-- one partition, and are lost by a partition that is detached. The audit trail is kept alike.

CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Correct an entry by another one.';
END
$$;

COMMENT ON FUNCTION refuse_change() IS
    'Trigger: refuse to change or remove what is append-only';

CREATE PROCEDURE make_append_only(target regclass)
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', target
    );
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only', target);
END
$$;

COMMENT ON PROCEDURE make_append_only(regclass) IS
    'Let rows come into a table, but never change or go';

DO $$
DECLARE
    place regclass;
BEGIN
    FOR place IN
        SELECT relid FROM pg_partition_tree('ledger')
        UNION ALL
        SELECT relid FROM pg_partition_tree('audit_logs')
    LOOP
        CALL make_append_only(place);
    END LOOP;
END
$$;
