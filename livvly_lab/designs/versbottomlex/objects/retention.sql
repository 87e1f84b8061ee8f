-- How long recordings are kept: the policy sets when a recording expires, one job soft-deletes it then, another removes
-- it after the days of grace and says which files may go. Evidence stays.

CREATE FUNCTION set_expiry() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    SELECT NEW.created_at + make_interval(days => p.keep_days) INTO NEW.expires_at
    FROM retention_policies AS p
    WHERE p.code = NEW.retention_code;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION set_expiry() IS 'Trigger: set when a recording expires by its retention policy';

CREATE FUNCTION keep_evidence() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF OLD.legal_hold THEN
        RAISE EXCEPTION 'recording % is held as evidence', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END
$$;

COMMENT ON FUNCTION keep_evidence() IS 'Trigger: refuse to remove a recording that is held as evidence';

CALL attach_trigger('stream_archives', 'set_expiry', 'BEFORE INSERT OR UPDATE OF retention_code, created_at', 'set_expiry');
CALL attach_trigger('stream_archives', 'keep_evidence', 'BEFORE DELETE', 'keep_evidence');

CREATE FUNCTION expire_archives(as_of timestamptz DEFAULT now()) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    expired bigint;
BEGIN
    UPDATE stream_archives
    SET deleted_at = as_of
    WHERE expires_at < as_of AND deleted_at IS NULL AND NOT legal_hold;
    GET DIAGNOSTICS expired = ROW_COUNT;
    RETURN expired;
END
$$;

COMMENT ON FUNCTION expire_archives(timestamptz) IS
    'Daily: soft-delete recordings whose time is over; returns how many';

CREATE FUNCTION purge_archives(as_of timestamptz DEFAULT now()) RETURNS SETOF text
LANGUAGE sql
AS $$
    WITH gone AS (
        DELETE FROM stream_archives AS a
        USING retention_policies AS p
        WHERE p.code = a.retention_code AND NOT a.legal_hold
            AND a.deleted_at < as_of - make_interval(days => p.grace_days)
        RETURNING a.id, a.storage_uri
    ), forgotten AS (
        -- Those who keep one may live in another shard, where no cascade reaches.
        DELETE FROM favorites AS f USING gone WHERE f.archive_id = gone.id
    )
    SELECT storage_uri FROM gone
$$;

COMMENT ON FUNCTION purge_archives(timestamptz) IS
    'Daily: remove recordings whose days of grace are over; returns the files that may go';
