-- Row-level security by role: who may read and who may write which rows. What a user may follows from who they are and
-- from their roles (has_permission). The owner of the tables is not bound, so that jobs and loads run as before; the
-- application signs in as another role, to which grant_application gives what it may touch at all. A query through a
-- parent obeys the policies of the parent, one that names a shard those of the shard.

CREATE FUNCTION may_join_chat(stream uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM streams AS s
        WHERE s.id = stream AND s.deleted_at IS NULL AND may_see(s.performer_id, s.id, s.visibility)
    )
$$;

COMMENT ON FUNCTION may_join_chat(uuid) IS 'Whether the signed-in user may read and write in the chat of a stream';

DO $$
DECLARE
    rule record;
    place regclass;
    mine text := 'user_id = current_user_id()';
    performing text := 'performer_id = current_user_id()';
    watching text := 'viewer_id = current_user_id()';
    either text := 'current_user_id() IN (viewer_id, performer_id)';
    catalogue text := 'has_permission(''catalogue.manage'')';
BEGIN
    FOR rule IN
        SELECT *
        FROM (
            VALUES
                ('regions', 'true', catalogue),
                ('countries', 'true', catalogue),
                ('roles', 'true', catalogue),
                ('role_permissions', 'true', catalogue),
                ('content_ratings', 'true', catalogue),
                ('retention_policies', 'true', catalogue),
                ('categories', 'true', catalogue),
                ('tags', 'true', catalogue),
                ('gifts', 'true', catalogue),
                ('revenue_share_rules', 'true', catalogue),
                ('payment_providers', 'true', catalogue),
                ('notification_events', 'true', catalogue),
                ('notification_templates', 'true', catalogue),
                ('encryption_keys', 'false', 'false'),
                ('login_identities', mine, 'false'),
                (
                    'users', 'deleted_at IS NULL OR id = current_user_id() OR has_permission(''users.read'')',
                    'id = current_user_id()'
                ),
                ('user_roles', mine || ' OR has_permission(''roles.manage'')', 'has_permission(''roles.manage'')'),
                ('user_preferences', mine, mine),
                ('account_flags', 'has_permission(''flags.manage'')', 'has_permission(''flags.manage'')'),
                ('performer_profiles', 'deleted_at IS NULL OR ' || mine, mine),
                ('performer_categories', 'true', performing),
                ('performer_tags', 'true', performing),
                ('performer_schedules', 'true', performing),
                ('payout_accounts', performing || ' OR has_permission(''payouts.manage'')', performing),
                ('viewer_profiles', mine, mine),
                ('follows', either, watching),
                ('favorites', watching, watching),
                (
                    'streams',
                    performing || ' OR has_permission(''archives.moderate'')'
                    ' OR deleted_at IS NULL AND (visibility <> ''invited'' OR may_see(performer_id, id, visibility))',
                    performing
                ),
                ('stream_tags', 'true', performing),
                ('stream_invitations', either, performing),
                (
                    'stream_archives',
                    performing || ' OR has_permission(''archives.moderate'') OR deleted_at IS NULL'
                    ' AND moderation_status = ''approved'' AND may_see(performer_id, stream_id, visibility)',
                    'has_permission(''archives.moderate'')'
                ),
                ('payment_methods', mine || ' OR has_permission(''payments.read'')', mine),
                ('pricing_plans', 'deleted_at IS NULL OR ' || performing, performing),
                ('plan_prices', 'true', performing),
                ('promotions', performing, performing),
                ('subscriptions', either || ' OR has_permission(''payments.read'')', 'false'),
                ('transactions', either || ' OR has_permission(''payments.read'')', 'false'),
                ('payouts', performing || ' OR has_permission(''payouts.manage'')', 'false'),
                ('provider_events', 'false', 'false'),
                (
                    'messages',
                    'has_permission(''messages.moderate'') OR current_user_id() = sender_id OR deleted_at IS NULL AND ('
                    'stream_id IS NULL AND current_user_id() = owner_id OR current_user_id() = owner_id'
                    ' OR moderation_status IN (''clean'', ''approved'') AND stream_id IS NOT NULL AND may_join_chat(stream_id))',
                    'has_permission(''messages.moderate'')'
                    ' OR current_user_id() = sender_id AND (stream_id IS NULL OR may_join_chat(stream_id))'
                ),
                (
                    'message_attachments',
                    'scan_status = ''clean'' AND EXISTS (SELECT FROM messages AS m WHERE m.id = message_id)',
                    'EXISTS (SELECT FROM messages AS m WHERE m.id = message_id AND m.sender_id = current_user_id())'
                ),
                ('reactions', 'current_user_id() IN (user_id, performer_id)', mine || ' AND may_join_chat(stream_id)'),
                ('stream_views', either, watching || ' AND may_join_chat(stream_id)'),
                ('polls', performing || ' OR may_join_chat(stream_id)', performing),
                ('poll_votes', 'voter_id = current_user_id()', 'voter_id = current_user_id()'),
                ('notification_settings', mine, mine),
                ('notifications', mine, mine),
                ('performance_metrics', performing || ' OR has_permission(''metrics.read'')', 'false'),
                ('audit_logs', 'has_permission(''audit.read'')', 'false')
        ) AS rules (name, readable, writable)
    LOOP
        FOR place IN SELECT homes_of(rule.name::regclass) UNION SELECT rule.name::regclass LOOP
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', place);
            EXECUTE format('CREATE POLICY reads ON %s FOR SELECT USING (%s)', place, rule.readable);
            EXECUTE format('CREATE POLICY writes ON %s USING (%s) WITH CHECK (%2$s)', place, rule.writable);
        END LOOP;
    END LOOP;
    -- A partition that is named obeys its own policies, not those of its parent.
    FOR place IN
        SELECT i.inhrelid FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhparent
        WHERE c.relkind = 'p' AND c.relnamespace = current_schema()::regnamespace
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', place);
    END LOOP;
END
$$;

CREATE FUNCTION is_secret(column_name text) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN column_name ~ '(ciphertext|_hash|token|fingerprint)'
    OR column_name IN ('birth_date', 'failed_logins', 'locked_until', 'risk_score', 'needs_review', 'kms_reference');

COMMENT ON FUNCTION is_secret(text) IS
    'Whether a column is kept from the application: sealed, hashed, personal, or about fraud';

CREATE PROCEDURE grant_application(application regrole)
LANGUAGE plpgsql
AS $$
DECLARE
    place record;
    grants record;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %s', current_schema(), application);
    FOR place IN
        SELECT c.oid::regclass AS name, string_agg(quote_ident(a.attname), ', ') AS shown
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT is_secret(a.attname)
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v')
            AND NOT (c.relispartition AND c.relkind = 'r')
            AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
        GROUP BY c.oid
    LOOP
        EXECUTE format('GRANT SELECT (%s) ON %s TO %s', place.shown, place.name, application);
    END LOOP;
    FOR grants IN
        SELECT places.place, given.what
        FROM (
            VALUES
                ('users', 'UPDATE (display_name, bio, avatar_url)'),
                ('user_roles', 'INSERT, DELETE'),
                ('user_preferences', 'INSERT, UPDATE'),
                ('account_flags', 'INSERT, UPDATE (resolved_by, resolved_at, outcome)'),
                ('performer_profiles', 'INSERT, UPDATE (stage_name, about, chat_mode, latency_mode, records_by_default)'),
                ('performer_categories', 'INSERT, UPDATE (is_primary), DELETE'),
                ('performer_tags', 'INSERT, DELETE'),
                ('performer_schedules', 'INSERT, UPDATE, DELETE'),
                ('viewer_profiles', 'INSERT, UPDATE'),
                ('follows', 'INSERT, DELETE'),
                ('favorites', 'INSERT, DELETE'),
                ('streams', 'INSERT, UPDATE'),
                ('stream_tags', 'INSERT, DELETE'),
                ('stream_invitations', 'INSERT, DELETE'),
                ('stream_archives', 'UPDATE (moderation_status, moderated_by, moderated_at, legal_hold)'),
                ('pricing_plans', 'INSERT, UPDATE'),
                ('plan_prices', 'INSERT, UPDATE (validity)'),
                ('promotions', 'INSERT'),
                ('messages', 'INSERT, UPDATE (deleted_at, read_at, moderation_status, moderated_by)'),
                ('message_attachments', 'INSERT'),
                ('reactions', 'INSERT, DELETE'),
                ('stream_views', 'INSERT, UPDATE (left_at, rebuffers)'),
                ('polls', 'INSERT'),
                ('poll_votes', 'INSERT, UPDATE (choice)'),
                ('notification_settings', 'INSERT, UPDATE, DELETE'),
                ('notifications', 'UPDATE (status, read_at)')
        ) AS given (name, what)
        CROSS JOIN LATERAL (
            SELECT homes_of(given.name::regclass) UNION SELECT given.name::regclass
        ) AS places (place)
    LOOP
        EXECUTE format('GRANT %s ON %s TO %s', grants.what, grants.place, application);
    END LOOP;
END
$$;

COMMENT ON PROCEDURE grant_application(regrole) IS
    'Give the role of the application what it may touch: no secret column, no money, no audit to write';
