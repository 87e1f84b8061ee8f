-- "Right to erasure: soft deletes", "data retention: policies for recordings". A closed account is marked first and
-- erased thirty days later; its row stays as an empty stub, because the ledger refers to it for good.

CREATE PROCEDURE close_account(leaving uuid, at timestamptz DEFAULT now())
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM payouts WHERE user_id = leaving AND status IN ('requested', 'approved')) THEN
        RAISE EXCEPTION 'user % waits for a payout', leaving USING ERRCODE = 'restrict_violation';
    END IF;
    UPDATE users SET status = 'closed', deleted_at = at WHERE id = leaving AND deleted_at IS NULL;
    UPDATE auth_sessions SET revoked_at = at WHERE user_id = leaving AND revoked_at IS NULL;
    UPDATE streams SET deleted_at = at WHERE host_id = leaving AND deleted_at IS NULL;
END
$$;

COMMENT ON PROCEDURE close_account(uuid, timestamptz) IS
    'Close an account at its user''s wish: marked as deleted, logged out, its streams out of the lists';

CREATE PROCEDURE erase_user(gone uuid, at timestamptz DEFAULT now())
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
BEGIN
    DELETE FROM user_preferences WHERE user_id = gone;
    DELETE FROM auth_sessions WHERE user_id = gone;
    DELETE FROM password_reset_tokens WHERE user_id = gone;
    DELETE FROM stream_viewers WHERE user_id = gone;
    UPDATE kyc_verifications SET document_url = NULL, document_hash = NULL WHERE user_id = gone;
    UPDATE tips SET message = NULL WHERE sender_id = gone AND message IS NOT NULL;
    UPDATE payments SET ip_address = NULL WHERE user_id = gone AND ip_address IS NOT NULL;
    UPDATE payouts SET destination_token = 'erased' WHERE user_id = gone;
    UPDATE streams
    SET title = 'erased', description = NULL, tags = '{}', recording_url = NULL, recording_expires_at = NULL
    WHERE host_id = gone;
    UPDATE reports SET description = NULL WHERE reporter_id = gone AND description IS NOT NULL;
    UPDATE users
    SET email = 'erased-' || gone || '@erased.invalid', username = 'erased_' || replace(gone::text, '-', ''),
        password_hash = 'erased', display_name = NULL, bio = NULL, avatar_url = NULL, date_of_birth = '1900-01-01',
        country = 'ZZ', email_verified_at = NULL, last_login_at = NULL, last_login_ip = NULL, status = 'closed',
        deleted_at = coalesce(deleted_at, at), erased_at = at
    WHERE id = gone;
END
$$;

COMMENT ON PROCEDURE erase_user(uuid, timestamptz) IS
    'Empty everything that tells who a user was; ids and amounts stay, for the ledger refers to them';

CREATE FUNCTION purge_closed_accounts(as_of timestamptz DEFAULT now(), kept interval DEFAULT '30 days')
RETURNS SETOF uuid
LANGUAGE plpgsql
AS $$
DECLARE
    gone uuid;
BEGIN
    FOR gone IN
        SELECT id FROM users WHERE deleted_at < as_of - kept AND erased_at IS NULL ORDER BY deleted_at
    LOOP
        CALL erase_user(gone, as_of);
        RETURN NEXT gone;
    END LOOP;
END
$$;

COMMENT ON FUNCTION purge_closed_accounts(timestamptz, interval) IS
    'Daily: erase accounts that were closed thirty days ago; returns who is gone';

CREATE FUNCTION purge_expired(as_of timestamptz DEFAULT now())
RETURNS TABLE (purged_table text, purged_rows bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
BEGIN
    DELETE FROM auth_sessions WHERE expires_at < as_of - interval '30 days';
    GET DIAGNOSTICS purged_rows = ROW_COUNT;
    purged_table := 'auth_sessions';
    RETURN NEXT;
    DELETE FROM password_reset_tokens WHERE expires_at < as_of - interval '1 day';
    GET DIAGNOSTICS purged_rows = ROW_COUNT;
    purged_table := 'password_reset_tokens';
    RETURN NEXT;
END
$$;

COMMENT ON FUNCTION purge_expired(timestamptz) IS
    'Daily: delete sessions thirty days and password resets a day after they expired; returns the rows gone by table';

CREATE FUNCTION purge_recordings(as_of timestamptz DEFAULT now()) RETURNS SETOF text
LANGUAGE sql
AS $$
    WITH due AS (
        SELECT id, recording_url FROM streams WHERE recording_url IS NOT NULL AND recording_expires_at < as_of
    ),
    gone AS (
        UPDATE streams AS s SET recording_url = NULL, recording_expires_at = NULL
        FROM due WHERE s.id = due.id
        RETURNING due.recording_url
    )
    SELECT recording_url FROM gone
$$;

COMMENT ON FUNCTION purge_recordings(timestamptz) IS
    'Daily: forget recordings whose time is over; returns the files to be removed';

CREATE FUNCTION export_user(asking uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    part record;
    found jsonb;
    everything jsonb := '{}';
BEGIN
    FOR part IN
        SELECT *
        FROM (
            VALUES
                ('users', 'id = $1'),
                ('user_preferences', 'user_id = $1'),
                ('auth_sessions', 'user_id = $1'),
                ('password_reset_tokens', 'user_id = $1'),
                ('wallets', 'user_id = $1'),
                ('ledger', 'user_id = $1'),
                ('tips', '$1 IN (sender_id, host_id)'),
                ('payments', 'user_id = $1'),
                ('payouts', 'user_id = $1'),
                ('streams', 'host_id = $1'),
                ('stream_viewers', 'user_id = $1'),
                ('kyc_verifications', 'user_id = $1'),
                ('reports', 'reporter_id = $1'),
                ('moderation_flags', 'user_id = $1'),
                ('user_sanctions', 'user_id = $1'),
                ('audit_logs', 'actor_id = $1')
        ) AS parts (name, condition)
    LOOP
        EXECUTE format(
            'SELECT jsonb_agg(CASE WHEN to_jsonb(t) @> ''{"is_anonymous": true}'' AND to_jsonb(t) ->> ''sender_id'' <> $1::text'
            ' THEN to_jsonb(t) - ''sender_id'' ELSE to_jsonb(t) END'
            ' - ''{token_hash,password_hash,shard_id,idempotency_key}''::text[])'
            ' FROM %I AS t WHERE %s',
            part.name, part.condition
        ) INTO found USING asking;
        everything := everything || jsonb_build_object(part.name, coalesce(found, '[]'));
    END LOOP;
    RETURN everything;
END
$$;

COMMENT ON FUNCTION export_user(uuid) IS
    'Everything kept about a user as one JSON object, a list of rows for each table; who tipped unnamed stays unnamed';
