-- The audit trail: rows are added by triggers and by the application, and never changed. What a table calls a secret
-- is named in the details, its value is not.

CREATE FUNCTION audit_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) ELSE '{}' END;
    after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) ELSE '{}' END;
    changes jsonb;
BEGIN
    SELECT jsonb_object_agg(
        key,
        CASE
            WHEN key ~ '(ciphertext|hash|token|fingerprint|kms_reference)' THEN '"not shown"'
            ELSE jsonb_build_array(before -> key, after -> key)
        END
    ) INTO changes
    FROM jsonb_object_keys(before || after) AS keys (key)
    WHERE before -> key IS DISTINCT FROM after -> key AND key NOT IN ('updated_at', 'shard_id');
    IF changes IS NOT NULL THEN
        INSERT INTO audit_logs (category, action, actor_id, object_table, object_id, details, address, request_id)
        VALUES (
            TG_ARGV[0],
            regexp_replace(TG_TABLE_NAME, '_(shard_|p)[0-9]+$', '') || '.' || lower(TG_OP),
            current_user_id(),
            regexp_replace(TG_TABLE_NAME, '_(shard_|p)[0-9]+$', ''),
            (before || after ->> TG_ARGV[1])::uuid,
            changes,
            nullif(current_setting('app.address', true), '')::inet,
            nullif(current_setting('app.request_id', true), '')
        );
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION audit_change() IS
    'Trigger: write what changed into audit_logs, secrets by name only (category, column that tells of whom)';

CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% is never changed: % was refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege', HINT = 'Detach a month that has been kept long enough instead.';
END
$$;

COMMENT ON FUNCTION refuse_change() IS 'Trigger: refuse to change what was written once';

DO $$
DECLARE
    audited record;
    part regclass;
BEGIN
    FOR audited IN
        SELECT *
        FROM (
            VALUES
                ('user_roles', 'administrative', 'user_id'),
                ('account_flags', 'administrative', 'user_id'),
                ('stream_archives', 'compliance', 'id'),
                ('payout_accounts', 'security', 'id'),
                ('payment_methods', 'security', 'id'),
                ('payouts', 'compliance', 'id')
        ) AS tables (name, category, whose)
    LOOP
        CALL attach_trigger(
            audited.name::regclass, 'audit_change', 'AFTER INSERT OR UPDATE OR DELETE', 'audit_change',
            format('%L, %L', audited.category, audited.whose)
        );
    END LOOP;
    CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit_logs
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    FOR part IN SELECT 'audit_logs'::regclass UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = 'audit_logs'::regclass LOOP
        EXECUTE format(
            'CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part
        );
    END LOOP;
END
$$;

-- The system's own events: a schema change is one.
CREATE PROCEDURE log_system_event(what text, about jsonb DEFAULT '{}')
LANGUAGE sql
AS $$
    INSERT INTO audit_logs (category, action, details) VALUES ('system', what, about)
$$;

COMMENT ON PROCEDURE log_system_event(text, jsonb) IS 'Write an event of the system itself into audit_logs, such as job.finished';

CREATE FUNCTION add_audit_months(as_of timestamptz DEFAULT now(), ahead integer DEFAULT 3) RETURNS SETOF text
LANGUAGE plpgsql
AS $$
DECLARE
    first date := date_trunc('month', as_of AT TIME ZONE 'UTC');
    month date;
    part text;
BEGIN
    FOR month IN SELECT generate_series(first, first + make_interval(months => ahead), interval '1 month') LOOP
        part := 'audit_logs_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF audit_logs FOR VALUES FROM (%L) TO (%L)',
            part, month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month')::timestamp AT TIME ZONE 'UTC'
        );
        EXECUTE format('COMMENT ON TABLE %I IS %L', part, 'audit_logs of ' || to_char(month, 'FMMonth YYYY'));
        EXECUTE format(
            'CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part
        );
        RETURN NEXT part;
    END LOOP;
END
$$;

COMMENT ON FUNCTION add_audit_months(timestamptz, integer) IS
    'Monthly: create the partitions of audit_logs that are not there yet; returns their names';

CREATE FUNCTION detach_audit_months(as_of timestamptz DEFAULT now(), kept interval DEFAULT '24 months')
RETURNS SETOF text
LANGUAGE plpgsql
AS $$
DECLARE
    part text;
    last text := 'audit_logs_' || to_char((as_of - kept) AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
    FOR part IN
        SELECT c.relname
        FROM pg_inherits AS i
        JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'audit_logs'::regclass AND c.relname ~ '_[0-9]{4}_[0-9]{2}$' AND c.relname < last
        ORDER BY c.relname
    LOOP
        EXECUTE format('ALTER TABLE audit_logs DETACH PARTITION %I', part);
        RETURN NEXT part;
    END LOOP;
END
$$;

COMMENT ON FUNCTION detach_audit_months(timestamptz, interval) IS
    'Monthly: detach months that were kept long enough, whole and readable, to be archived; returns their names';
