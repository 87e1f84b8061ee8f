-- "Row-level security for multi-tenant data access" (section 7): who may read and who may write which rows, by the
-- token. A tenant is a user, or a partner by the claim partner_id. The owner of the tables is not bound, so jobs and
-- loads run as before. A query through a parent obeys the parent's policies, one that names a shard the shard's.

DO $$
DECLARE
    rule record;
    place regclass;
BEGIN
    FOR rule IN
        SELECT *
        FROM (
            VALUES
                ('users', 'id = current_user_id()', 'id = current_user_id()'),
                ('user_sessions', 'user_id = current_user_id()', 'false'),
                ('password_reset_tokens', 'false', 'false'),
                (
                    'profiles',
                    'current_user_id() IN (user_id, guardian_user_id) OR is_profile_public',
                    'current_user_id() IN (user_id, guardian_user_id)'
                ),
                ('user_addresses', 'user_id = current_user_id()', 'user_id = current_user_id()'),
                (
                    'referrals',
                    'current_user_id() IN (sponsor_user_id, sponsored_user_id)',
                    'sponsor_user_id = current_user_id()'
                ),
                ('points_ledger', 'sponsor_user_id = current_user_id()', 'false'),
                ('points_conversions', 'sponsor_user_id = current_user_id()', 'false'),
                ('sponsor_daily_limits', 'sponsor_user_id = current_user_id()', 'false'),
                ('sponsor_contact_batches', 'sponsor_user_id = current_user_id()', 'sponsor_user_id = current_user_id()'),
                ('notification_preferences', 'user_id = current_user_id()', 'user_id = current_user_id()'),
                (
                    'pots',
                    'owner_user_id = current_user_id() OR visibility = ''public'''
                    ' OR (visibility = ''friends_only'' AND gave_to(id))',
                    'owner_user_id = current_user_id()'
                ),
                ('pot_invitations', 'invited_by_user_id = current_user_id() OR owns_pot(pot_id)', 'owns_pot(pot_id)'),
                ('pot_analytics', 'owns_pot(pot_id)', 'false'),
                ('donations', 'donor_user_id = current_user_id() OR owns_pot(pot_id)', 'false'),
                ('qr_codes', 'owns_pot(pot_id) OR redeemed_by_partner_id = claim(''partner_id'')::uuid', 'false'),
                ('partner_settlements', 'partner_id = claim(''partner_id'')::uuid', 'false'),
                ('partners', 'id = claim(''partner_id'')::uuid', 'false'),
                ('qr_redemption_logs', 'partner_user_id = current_user_id()', 'false'),
                ('notifications', 'user_id = current_user_id()', 'false'),
                ('packs', 'true', 'false'),
                ('sponsor_campaigns', 'true', 'false'),
                ('ab_test_assignments', 'user_id = current_user_id()', 'false'),
                ('wave_webhook_events', 'false', 'false'),
                ('refunds', 'false', 'false'),
                ('donation_analytics', 'false', 'false'),
                ('notification_templates', 'false', 'false'),
                ('notification_analytics', 'false', 'false'),
                ('analytics_events', 'false', 'false'),
                ('business_metrics', 'false', 'false'),
                ('funnel_analytics', 'false', 'false'),
                ('ab_tests', 'false', 'false'),
                ('feature_flags', 'false', 'false'),
                ('system_config', 'false', 'false'),
                ('audit_logs', 'false', 'false'),
                ('system_health_checks', 'false', 'false'),
                ('admin_sessions', 'false', 'false')
        ) AS rules (name, readable, writable)
    LOOP
        FOR place IN SELECT homes_of(rule.name::regclass) UNION SELECT rule.name::regclass LOOP
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', place);
            EXECUTE format('CREATE POLICY reads ON %s FOR SELECT USING (is_staff() OR %s)', place, rule.readable);
            EXECUTE format(
                'CREATE POLICY writes ON %s USING (is_staff() OR %s) WITH CHECK (is_staff() OR %2$s)',
                place, rule.writable
            );
        END LOOP;
    END LOOP;
END
$$;
