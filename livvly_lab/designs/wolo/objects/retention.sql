-- The retention policies of section 6: what may go goes by a job, what must stay is kept from being deleted before.

CREATE FUNCTION purge_expired(as_of timestamptz DEFAULT now())
RETURNS TABLE (purged_table text, purged_rows bigint)
LANGUAGE plpgsql
AS $$
DECLARE
    rule record;
BEGIN
    FOR rule IN
        SELECT *
        FROM (
            VALUES
                (1, 'user_sessions', 'created_at', interval '90 days'),
                (2, 'password_reset_tokens', 'created_at', interval '90 days'),
                (3, 'admin_sessions', 'created_at', interval '90 days'),
                (4, 'analytics_events', 'timestamp', interval '2 years'),
                (5, 'audit_logs', 'timestamp', interval '5 years'),
                -- what refers to a payment goes before it
                (6, 'wave_webhook_events', 'created_at', interval '7 years'),
                (7, 'refunds', 'created_at', interval '7 years'),
                (8, 'points_conversions', 'created_at', interval '7 years'),
                (9, 'partner_settlements', 'created_at', interval '7 years')
        ) AS rules (place, name, age, kept)
        ORDER BY place
    LOOP
        EXECUTE format('DELETE FROM %I WHERE %I < $1', rule.name, rule.age) USING as_of - rule.kept;
        GET DIAGNOSTICS purged_rows = ROW_COUNT;
        purged_table := rule.name;
        RETURN NEXT;
    END LOOP;

    DELETE FROM donations AS d
    WHERE d.created_at < as_of - interval '7 years'
        AND NOT EXISTS (SELECT FROM refunds AS r WHERE r.donation_id = d.id)
        AND NOT EXISTS (SELECT FROM wave_webhook_events AS e WHERE e.donation_id = d.id);
    GET DIAGNOSTICS purged_rows = ROW_COUNT;
    purged_table := 'donations';
    RETURN NEXT;
END
$$;

COMMENT ON FUNCTION purge_expired(timestamptz) IS
    'Delete what has been kept for its time: sessions, events, audit and payments; returns the rows gone by table';

CREATE FUNCTION keep_for_years() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF (to_jsonb(OLD) ->> TG_ARGV[0])::timestamptz >= now() - make_interval(years => TG_ARGV[1]::integer) THEN
        RAISE EXCEPTION '% of % is kept for % years', TG_TABLE_NAME, to_jsonb(OLD) ->> TG_ARGV[0], TG_ARGV[1]
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END
$$;

COMMENT ON FUNCTION keep_for_years() IS
    'Trigger: refuse to delete a row before it has been kept for so many years (column with its age, years)';

DO $$
DECLARE
    kept record;
    home regclass;
BEGIN
    FOR kept IN
        SELECT *
        FROM (
            VALUES
                ('donations', 'created_at', 7), ('refunds', 'created_at', 7), ('wave_webhook_events', 'created_at', 7),
                ('points_conversions', 'created_at', 7), ('partner_settlements', 'created_at', 7),
                ('audit_logs', 'timestamp', 5)
        ) AS kept_tables (name, age, years)
    LOOP
        FOR home IN SELECT homes_of(kept.name::regclass) LOOP
            EXECUTE format(
                'CREATE TRIGGER keep_for_years BEFORE DELETE ON %s FOR EACH ROW EXECUTE FUNCTION keep_for_years(%L, %L)',
                home, kept.age, kept.years
            );
        END LOOP;
    END LOOP;
END
$$;
