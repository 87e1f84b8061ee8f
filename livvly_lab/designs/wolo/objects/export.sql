-- "GDPR-style data export" (section 7): everything kept about a user, by table. Hashes of tokens are no data of the
-- user, and of payments into their pots the donors' addresses are the donors'.

CREATE FUNCTION export_user(asking uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE
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
                ('user_sessions', 'user_id = $1'),
                ('password_reset_tokens', 'user_id = $1'),
                ('profiles', '$1 IN (user_id, guardian_user_id)'),
                ('user_addresses', 'user_id = $1'),
                ('referrals', '$1 IN (sponsor_user_id, sponsored_user_id)'),
                ('points_ledger', 'sponsor_user_id = $1'),
                ('points_conversions', 'sponsor_user_id = $1'),
                ('sponsor_daily_limits', 'sponsor_user_id = $1'),
                ('sponsor_contact_batches', 'sponsor_user_id = $1'),
                ('notification_preferences', 'user_id = $1'),
                ('pots', 'owner_user_id = $1'),
                ('pot_invitations', 'invited_by_user_id = $1'),
                ('pot_analytics', 'pot_id IN (SELECT id FROM pots WHERE owner_user_id = $1)'),
                ('donations', 'donor_user_id = $1 OR pot_id IN (SELECT id FROM pots WHERE owner_user_id = $1)'),
                ('refunds', 'donation_id IN (SELECT id FROM donations WHERE donor_user_id = $1)'),
                ('qr_codes', 'pot_id IN (SELECT id FROM pots WHERE owner_user_id = $1)'),
                ('notifications', 'user_id = $1'),
                ('analytics_events', 'user_id = $1'),
                ('ab_test_assignments', 'user_id = $1'),
                ('audit_logs', 'actor_user_id = $1 OR (resource_type = ''user'' AND resource_id = $1)'),
                ('qr_redemption_logs', 'partner_user_id = $1'),
                ('admin_sessions', 'user_id = $1')
        ) AS parts (name, condition)
    LOOP
        EXECUTE format(
            'SELECT jsonb_agg(to_jsonb(t) - ''{token_hash,session_token_hash,shard_id}''::text[]'
            ' - CASE WHEN %L AND to_jsonb(t) ->> ''donor_user_id'' IS DISTINCT FROM $1::text'
            ' THEN ''{donor_user_id,donor_phone,ip_address,user_agent,wave_webhook_data,risk_score}''::text[]'
            ' ELSE ''{}''::text[] END)'
            ' FROM %I AS t WHERE %s',
            part.name = 'donations', part.name, part.condition
        ) INTO found USING asking;
        everything := everything || jsonb_build_object(part.name, coalesce(found, '[]'));
    END LOOP;
    RETURN everything;
END
$$;

COMMENT ON FUNCTION export_user(uuid) IS
    'Everything kept about a user as one JSON object, a list of rows for each table';
