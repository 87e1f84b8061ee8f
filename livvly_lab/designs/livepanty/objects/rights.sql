-- "Row Level Security enabled on sensitive tables". The application's role sees and writes rows of the user it acts
-- for, staff see all of them. On the tables with money, proofs and secrets the policies bind the owner as well (FORCE):
-- its functions pass by the word livepanty_maintenance in their search path, which ends with them, and a query by hand
-- sees nothing until it says so too (SET search_path = public, livepanty_maintenance). No schema of that name exists; a
-- setting of our own could be tied to a function by a superuser alone. A query through a parent obeys the parent's
-- policies, one that names a shard the shard's.

CREATE FUNCTION hosts_stream(of_stream uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM streams WHERE id = of_stream AND host_id = current_user_id())
$$;

COMMENT ON FUNCTION hosts_stream(uuid) IS
    'True where the acting user hosts the stream';

DO $$
DECLARE
    rule record;
    place regclass;
BEGIN
    FOR rule IN
        SELECT *
        FROM (
            VALUES
                (
                    'users', false, 'id = current_user_id()', 'id = current_user_id()',
                    'SELECT, INSERT (id, email, username, password_hash, display_name, date_of_birth, country),'
                    ' UPDATE (email, username, password_hash, display_name, bio, avatar_url, country)',
                    'SELECT, UPDATE (role, status)'
                ),
                (
                    'user_preferences', false, 'user_id = current_user_id()', 'user_id = current_user_id()',
                    'SELECT, INSERT, UPDATE', 'SELECT'
                ),
                (
                    'auth_sessions', true, 'user_id = current_user_id()', 'user_id = current_user_id()',
                    'SELECT, INSERT, UPDATE (last_seen_at, revoked_at)', 'SELECT, UPDATE (revoked_at)'
                ),
                ('password_reset_tokens', true, 'false', 'false', '', ''),
                (
                    'wallets', true, 'user_id = current_user_id()', 'user_id = current_user_id()',
                    'SELECT, INSERT (user_id)', 'SELECT, UPDATE (conversion_rate, fee_rate)'
                ),
                ('ledger', true, 'user_id = current_user_id()', 'false', 'SELECT', 'SELECT'),
                ('tips', true, 'current_user_id() IN (sender_id, host_id)', 'false', 'SELECT', 'SELECT'),
                (
                    'payments', true, 'user_id = current_user_id()', 'user_id = current_user_id()',
                    'SELECT, INSERT (id, user_id, provider, method, currency, amount, exchange_rate, amount_usd, tokens,'
                    ' ip_address)',
                    'SELECT'
                ),
                ('payouts', true, 'user_id = current_user_id()', 'false', 'SELECT', 'SELECT'),
                (
                    'streams', false, 'host_id = current_user_id() OR deleted_at IS NULL AND status <> ''removed''',
                    'host_id = current_user_id()', 'SELECT, INSERT, UPDATE', 'SELECT, UPDATE (status)'
                ),
                (
                    'stream_viewers', false, 'user_id = current_user_id() OR hosts_stream(stream_id)',
                    'user_id = current_user_id()', 'SELECT, INSERT, UPDATE', 'SELECT'
                ),
                (
                    'kyc_verifications', true, 'user_id = current_user_id()', 'user_id = current_user_id()',
                    'SELECT, INSERT (id, user_id, level, document_type, document_country, document_url, document_hash)',
                    'SELECT, UPDATE'
                ),
                ('user_sanctions', false, 'user_id = current_user_id()', 'false', 'SELECT', 'SELECT, INSERT, UPDATE'),
                (
                    'reports', false, 'reporter_id = current_user_id()', 'reporter_id = current_user_id()',
                    'SELECT, INSERT (id, reporter_id, reported_user_id, stream_id, reason, description)',
                    'SELECT, UPDATE'
                ),
                ('moderation_flags', false, 'false', 'false', '', 'SELECT, INSERT, UPDATE'),
                ('audit_logs', true, 'false', 'false', '', 'SELECT')
        ) AS rules (name, forced, readable, writable, app, staff)
    LOOP
        FOR place IN
            SELECT rule.name::regclass
            UNION
            SELECT relid FROM pg_partition_tree(rule.name::regclass)
            UNION
            SELECT homes_of(rule.name::regclass)
        LOOP
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', place);
            -- A month of the ledger or the audit trail has no policy: it is read through its table, or by nobody.
            CONTINUE WHEN rule.name IN ('ledger', 'audit_logs') AND place <> rule.name::regclass;
            EXECUTE format('CREATE POLICY app_reads ON %s FOR SELECT TO livepanty_app USING (%s)', place, rule.readable);
            EXECUTE format(
                'CREATE POLICY app_writes ON %s TO livepanty_app USING (%s) WITH CHECK (%2$s)', place, rule.writable
            );
            EXECUTE format('CREATE POLICY staff ON %s TO livepanty_staff USING (true) WITH CHECK (true)', place);
            IF rule.forced THEN
                EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', place);
                EXECUTE format(
                    'CREATE POLICY maintenance ON %s TO CURRENT_USER'
                    ' USING (current_setting(''search_path'') LIKE ''%%livepanty_maintenance%%'')', place
                );
            END IF;
            IF rule.app <> '' THEN
                EXECUTE format('GRANT %s ON %s TO livepanty_app', rule.app, place);
            END IF;
            IF rule.staff <> '' THEN
                EXECUTE format('GRANT %s ON %s TO livepanty_staff', rule.staff, place);
            END IF;
        END LOOP;
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA public TO livepanty_app, livepanty_staff;
GRANT SELECT ON user_summary, stream_summary TO livepanty_app, livepanty_staff;
GRANT SELECT ON public_profiles TO livepanty_app, livepanty_staff;

-- A function with its owner's rights is nobody's until it is given to somebody.
DO $$
DECLARE
    strong regprocedure;
BEGIN
    FOR strong IN
        SELECT p.oid FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
            AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('REVOKE EXECUTE ON ROUTINE %s FROM PUBLIC', strong);
    END LOOP;
END
$$;

REVOKE EXECUTE ON PROCEDURE post_transaction(uuid, text, uuid[], text[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    hosts_stream(uuid),
    send_tip(uuid, bigint, text, text, boolean),
    reserve_tip(uuid, bigint, text, text, boolean),
    request_payout(bigint, text, text)
TO livepanty_app;
GRANT EXECUTE ON FUNCTION
    settle_tip(uuid),
    cancel_tip(uuid),
    decide_payout(uuid, uuid, boolean, text),
    pay_out(uuid, text, numeric),
    fail_payout(uuid, text),
    complete_payment(uuid, text),
    refund_payment(uuid)
TO livepanty_staff;
