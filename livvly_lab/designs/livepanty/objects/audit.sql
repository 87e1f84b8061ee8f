-- "Comprehensive audit logging for all critical actions": every change of accounts, money, proofs and moderation is
-- written to audit_logs with the columns that changed. Movements of tokens are not written twice: the ledger is their
-- trail. What tells who somebody is, and secrets, are left out (***): the trail outlives the right to erasure.

CREATE FUNCTION audited(changed jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT jsonb_object_agg(
        key,
        CASE
            WHEN value = 'null' THEN value
            WHEN key = ANY ('{
                email,username,password_hash,display_name,bio,avatar_url,date_of_birth,last_login_ip,ip_address,
                document_url,document_hash,destination_token,description,evidence_url,provider_reference
            }'::text[]) THEN '"***"'
            ELSE value
        END
    )
    FROM jsonb_each(changed)
$$;

COMMENT ON FUNCTION audited(jsonb) IS
    'Columns of a row as the audit may keep them: secrets and personal values replaced by ***';

CREATE FUNCTION record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    was jsonb;
    became jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(key, before -> key), jsonb_object_agg(key, value) INTO was, became
        FROM jsonb_each(after)
        WHERE value IS DISTINCT FROM before -> key AND key NOT IN ('updated_at', 'last_login_at', 'last_login_ip');
        IF became IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO audit_logs (actor_id, actor_role, action, resource, resource_id, old_values, new_values, ip_address)
    VALUES (
        current_user_id(),
        CASE
            WHEN current_setting('role') = 'livepanty_staff' THEN 'staff'
            WHEN current_user_id() IS NOT NULL THEN 'app'
            ELSE 'system'
        END,
        TG_ARGV[0] || CASE TG_OP WHEN 'INSERT' THEN '_created' WHEN 'UPDATE' THEN '_changed' ELSE '_deleted' END,
        TG_ARGV[1],
        coalesce(coalesce(after, before) ->> 'id', coalesce(after, before) ->> 'user_id')::uuid,
        audited(was),
        audited(became),
        inet_client_addr()
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION record_change() IS
    'Trigger: write to audit_logs who changed which row of what, and the columns that changed';

DO $$
DECLARE
    kept record;
    home regclass;
BEGIN
    FOR kept IN
        SELECT *
        FROM (
            VALUES
                ('users', 'user', 'INSERT OR UPDATE OR DELETE'),
                ('user_preferences', 'preferences', 'UPDATE OF marketing_consent_at'),
                ('auth_sessions', 'session', 'INSERT OR UPDATE OF revoked_at'),
                ('password_reset_tokens', 'password_reset', 'INSERT OR UPDATE OF used_at'),
                ('wallets', 'wallet', 'UPDATE OF conversion_rate, fee_rate OR DELETE'),
                ('payments', 'payment', 'INSERT OR UPDATE OR DELETE'),
                ('payouts', 'payout', 'INSERT OR UPDATE OR DELETE'),
                ('kyc_verifications', 'kyc', 'INSERT OR UPDATE OR DELETE'),
                ('reports', 'report', 'INSERT OR UPDATE OR DELETE'),
                ('moderation_flags', 'flag', 'UPDATE OR DELETE'),
                ('user_sanctions', 'sanction', 'INSERT OR UPDATE OR DELETE'),
                ('streams', 'stream', 'UPDATE OF status, deleted_at OR DELETE')
        ) AS kept_tables (name, noun, events)
    LOOP
        FOR home IN SELECT homes_of(kept.name::regclass) LOOP
            EXECUTE format(
                'CREATE TRIGGER record_change AFTER %s ON %s FOR EACH ROW EXECUTE FUNCTION record_change(%L, %L)',
                kept.events, home, kept.noun, kept.name
            );
        END LOOP;
    END LOOP;
END
$$;
