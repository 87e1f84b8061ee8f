-- "Consent tracking for marketing communications" (section 7) and the user's preferences (section 3.8).

CREATE FUNCTION record_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    before boolean := TG_OP = 'UPDATE' AND OLD.marketing_notifications;
BEGIN
    IF NEW.marketing_notifications IS DISTINCT FROM before THEN
        INSERT INTO audit_logs (actor_user_id, actor_type, action, resource_type, resource_id, old_values, new_values)
        VALUES (
            NEW.user_id,
            'user',
            'marketing_consent_' || CASE WHEN NEW.marketing_notifications THEN 'given' ELSE 'withdrawn' END,
            'user',
            NEW.user_id,
            jsonb_build_object('marketing_notifications', before),
            jsonb_build_object('marketing_notifications', NEW.marketing_notifications)
        );
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION record_consent() IS
    'Trigger: keep in audit_logs when a user agrees to marketing and when they take it back';

CREATE FUNCTION may_tell(recipient uuid, template text, by_channel text, at timestamptz DEFAULT now()) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(
        (
            SELECT
                CASE by_channel
                    WHEN 'email' THEN p.email_enabled
                    WHEN 'sms' THEN p.sms_enabled
                    WHEN 'whatsapp' THEN p.whatsapp_enabled
                    ELSE false
                END
                AND CASE split_part(template, '_', 1)
                    WHEN 'marketing' THEN p.marketing_notifications
                    WHEN 'referral' THEN p.referral_notifications
                    WHEN 'donation' THEN p.donation_notifications
                    ELSE p.pot_notifications
                END
                AND NOT CASE
                    WHEN p.quiet_hours_start <= p.quiet_hours_end
                        THEN here.at >= p.quiet_hours_start AND here.at < p.quiet_hours_end
                    ELSE here.at >= p.quiet_hours_start OR here.at < p.quiet_hours_end
                END
            FROM notification_preferences AS p
            LEFT JOIN profiles AS r ON r.user_id = p.user_id
            CROSS JOIN LATERAL (
                SELECT (may_tell.at AT TIME ZONE coalesce(r.timezone, 'Africa/Dakar'))::time AS at
            ) AS here
            WHERE p.user_id = recipient
        ),
        false
    )
$$;

COMMENT ON FUNCTION may_tell(uuid, text, text, timestamptz) IS
    'Whether a user wants this kind of message by this channel now, quiet hours in the user''s own time zone';

CREATE FUNCTION refuse_unwanted_marketing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM notification_templates WHERE id = NEW.template_id AND template_key LIKE 'marketing\_%')
        AND NOT EXISTS (SELECT FROM notification_preferences WHERE user_id = NEW.user_id AND marketing_notifications)
    THEN
        RAISE EXCEPTION 'no consent to marketing from %', coalesce(NEW.user_id::text, 'somebody without an account')
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION refuse_unwanted_marketing() IS
    'Trigger: refuse a marketing message that is to be sent to whoever has not agreed to any';

-- What was sent stays true when the consent is taken back, so history may be written again.
CREATE TRIGGER refuse_unwanted_marketing BEFORE INSERT OR UPDATE OF status, template_id, user_id ON notifications
FOR EACH ROW WHEN (coalesce(NEW.status, 'pending') = 'pending') EXECUTE FUNCTION refuse_unwanted_marketing();

DO $$
DECLARE
    home regclass;
BEGIN
    FOR home IN SELECT homes_of('notification_preferences') LOOP
        EXECUTE format(
            'CREATE TRIGGER record_consent AFTER INSERT OR UPDATE OF marketing_notifications ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION record_consent()',
            home
        );
    END LOOP;
END
$$;
