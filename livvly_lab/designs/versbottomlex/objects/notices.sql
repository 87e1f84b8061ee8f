-- Events of which users are told. Whoever is told lives in the shard of what happened, but for followers, who may live
-- anywhere. Nobody is told in the app of what they switched off there, unless the event is mandatory.

CREATE FUNCTION wants(told uuid, event text) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(
        (SELECT e.is_mandatory OR s.is_enabled
        FROM notification_events AS e
        JOIN notification_settings AS s ON s.event_code = e.code
        WHERE e.code = event AND s.user_id = told AND s.channel = 'in_app'),
        true
    )
$$;

COMMENT ON FUNCTION wants(uuid, text) IS 'Whether a user is told of an event in the app: yes, unless they said no';

CREATE FUNCTION tell() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    happened jsonb := to_jsonb(NEW);
    told uuid := (happened ->> TG_ARGV[1])::uuid;
BEGIN
    IF wants(told, TG_ARGV[0]) THEN
        EXECUTE format(
            'INSERT INTO %s (user_id, event_code, channel, payload) VALUES ($1, $2, ''in_app'', $3)',
            beside(TG_TABLE_NAME, 'notifications')
        ) USING told, TG_ARGV[0], jsonb_build_object('from', happened -> TG_ARGV[2], 'about', happened -> TG_ARGV[3]);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION tell() IS
    'Trigger: tell a user of an event (event, column with who is told, with whom it is from, with what it is about)';

CALL attach_trigger(
    'follows', 'tell_followed', 'AFTER INSERT', 'tell', '''new_follower'', ''performer_id'', ''viewer_id'', ''viewer_id'''
);
CALL attach_trigger(
    'subscriptions', 'tell_subscribed', 'AFTER INSERT', 'tell',
    '''new_subscriber'', ''performer_id'', ''viewer_id'', ''plan_id'''
);

CREATE FUNCTION tell_tipped() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF NEW.kind IN ('tip', 'gift') AND NEW.status = 'settled' AND wants(NEW.performer_id, 'tip_received')
        AND (TG_OP = 'INSERT' OR OLD.status <> 'settled') THEN
        EXECUTE format(
            'INSERT INTO %s (user_id, event_code, channel, payload) VALUES ($1, ''tip_received'', ''in_app'', $2)',
            beside(TG_TABLE_NAME, 'notifications')
        ) USING NEW.performer_id, jsonb_build_object('from', NEW.viewer_id, 'about', NEW.performer_minor);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION tell_tipped() IS 'Trigger: tell a performer of a tip or gift once its money is there';

CALL attach_trigger('transactions', 'tell_tipped', 'AFTER INSERT OR UPDATE OF status', 'tell_tipped');

CREATE FUNCTION tell_followers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    home regclass;
BEGIN
    IF NEW.status = 'live' AND NEW.deleted_at IS NULL AND (TG_OP = 'INSERT' OR OLD.status <> 'live') THEN
        FOR home IN SELECT homes_of('users') LOOP
            EXECUTE format(
                'INSERT INTO %s (user_id, event_code, channel, payload)'
                ' SELECT f.viewer_id, ''stream_live'', ''in_app'', $2'
                ' FROM follows AS f JOIN %s AS u ON u.id = f.viewer_id'
                ' WHERE f.performer_id = $1 AND u.deleted_at IS NULL AND wants(f.viewer_id, ''stream_live'')',
                beside(home::text, 'notifications'), home
            ) USING NEW.performer_id, jsonb_build_object('from', NEW.performer_id, 'about', NEW.id);
        END LOOP;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION tell_followers() IS 'Trigger: tell everybody who follows a performer that a stream is live';

CALL attach_trigger('streams', 'tell_followers', 'AFTER INSERT OR UPDATE OF status', 'tell_followers');

-- What is delivered is taken by several workers at once: each takes rows no other has locked.
CREATE FUNCTION take_notifications(most integer) RETURNS TABLE (taken uuid, told uuid, event varchar, how varchar)
LANGUAGE sql
AS $$
    UPDATE notifications AS n
    SET status = 'sent', sent_at = now(), attempts = n.attempts + 1
    FROM (
        SELECT q.id, q.user_id FROM notifications AS q WHERE q.status = 'queued' ORDER BY q.created_at, q.id LIMIT most
        FOR UPDATE SKIP LOCKED
    ) AS next
    WHERE n.user_id = next.user_id AND n.id = next.id
    RETURNING n.id, n.user_id, n.event_code, n.channel
$$;

COMMENT ON FUNCTION take_notifications(integer) IS
    'Take the oldest notifications that wait, for delivery; workers never take the same';
