-- "Audit trail for all data access and modifications" (section 7): every change of what people or staff keep is
-- written to audit_logs, with the columns that changed. Secrets and what tells who somebody is are left out (***),
-- so that the five years of the audit do not outlive the right to be forgotten. Reading leaves no trace here.

CREATE FUNCTION audited(changed jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT jsonb_object_agg(
        key,
        CASE
            WHEN value = 'null' THEN value
            WHEN key = ANY ('{
                phone,email,full_name,date_of_birth,bio,avatar_url,id_number,id_hash,id_media_url,street_address,
                postal_code,invited_phone,invited_email,invited_name,invitation_message,contact_snapshot,
                manual_selections,recipient_identifier,donor_name,donor_phone,donation_message,contact_name,
                contact_email,contact_phone,title,description,cover_image_url,gallery_images,ip_address,user_agent,
                device_info,token_hash,session_token_hash,wave_webhook_data,raw_payload,config_value
            }'::text[]) THEN '"***"'
            ELSE value
        END
    )
    FROM jsonb_each(changed)
$$;

COMMENT ON FUNCTION audited(jsonb) IS
    'Columns of a row as the audit may keep them: secrets and personal values replaced by ***';

CREATE FUNCTION record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    changed text[];
    was jsonb;
    became jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT array_agg(key) INTO changed
        FROM jsonb_each(after)
        WHERE value IS DISTINCT FROM before -> key AND key NOT LIKE 'updated%';
        IF changed IS NULL THEN
            RETURN NULL;
        END IF;
        SELECT jsonb_object_agg(key, value) INTO was FROM jsonb_each(before) WHERE key = ANY (changed);
        SELECT jsonb_object_agg(key, value) INTO became FROM jsonb_each(after) WHERE key = ANY (changed);
    END IF;
    INSERT INTO audit_logs (actor_user_id, actor_type, action, resource_type, resource_id, old_values, new_values)
    VALUES (
        current_user_id(),
        CASE WHEN current_user_id() IS NULL THEN 'system' ELSE 'user' END,
        TG_ARGV[0] || CASE TG_OP WHEN 'INSERT' THEN '_created' WHEN 'UPDATE' THEN '_changed' ELSE '_deleted' END,
        TG_ARGV[0],
        coalesce(coalesce(after, before) ->> 'id', coalesce(after, before) ->> 'user_id')::uuid,
        audited(was),
        audited(became)
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION record_change() IS
    'Trigger: write to audit_logs who changed which row of what, and the columns that changed';

DO $$
DECLARE
    audited_table record;
    home regclass;
BEGIN
    FOR audited_table IN
        SELECT *
        FROM (
            VALUES
                ('users', 'user'), ('profiles', 'profile'), ('user_addresses', 'address'),
                ('notification_preferences', 'preferences'), ('referrals', 'referral'),
                ('points_ledger', 'points'), ('points_conversions', 'conversion'), ('pots', 'pot'),
                ('donations', 'donation'), ('refunds', 'refund'), ('packs', 'pack'), ('partners', 'partner'),
                ('sponsor_campaigns', 'campaign'), ('qr_codes', 'code'), ('partner_settlements', 'settlement'),
                ('notification_templates', 'template'), ('ab_tests', 'test'), ('feature_flags', 'flag'),
                ('system_config', 'setting')
        ) AS audited_tables (name, resource)
    LOOP
        FOR home IN SELECT homes_of(audited_table.name::regclass) LOOP
            EXECUTE format(
                'CREATE TRIGGER record_change AFTER INSERT OR UPDATE OR DELETE ON %s'
                ' FOR EACH ROW EXECUTE FUNCTION record_change(%L)',
                home, audited_table.resource
            );
        END LOOP;
    END LOOP;
END
$$;
