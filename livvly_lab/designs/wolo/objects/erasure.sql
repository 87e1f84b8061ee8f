-- "Right to be forgotten" (section 7) and "user data: retained until account deletion + 30 days" (section 6).
-- The tables have no deleted_at, and most references to a user keep the row: so the wish stands in audit_logs, and
-- thirty days later the row stays as an empty stub under its id. What is money stays with it for seven years.

CREATE PROCEDURE request_deletion(leaving uuid, at timestamptz DEFAULT now())
LANGUAGE sql
AS $$
    UPDATE users SET is_active = false WHERE id = leaving;
    UPDATE user_sessions SET is_revoked = true WHERE user_id = leaving;
    INSERT INTO audit_logs (actor_user_id, actor_type, action, resource_type, resource_id, timestamp)
    VALUES (leaving, 'user', 'account_deletion_requested', 'user', leaving, at);
$$;

COMMENT ON PROCEDURE request_deletion(uuid, timestamptz) IS
    'Close an account on its user''s wish; the thirty days begin';

CREATE PROCEDURE cancel_deletion(staying uuid, at timestamptz DEFAULT now())
LANGUAGE sql
AS $$
    UPDATE users SET is_active = true WHERE id = staying;
    INSERT INTO audit_logs (actor_user_id, actor_type, action, resource_type, resource_id, timestamp)
    VALUES (staying, 'user', 'account_deletion_cancelled', 'user', staying, at);
$$;

COMMENT ON PROCEDURE cancel_deletion(uuid, timestamptz) IS
    'Take the wish to be deleted back within the thirty days';

CREATE FUNCTION leaving_users(as_of timestamptz DEFAULT now(), kept interval DEFAULT '30 days') RETURNS SETOF uuid
LANGUAGE sql STABLE
AS $$
    SELECT resource_id
    FROM (
        SELECT DISTINCT ON (resource_id) resource_id, action, timestamp
        FROM audit_logs
        WHERE action IN ('account_deletion_requested', 'account_deletion_cancelled', 'account_erased')
        ORDER BY resource_id, timestamp DESC, action = 'account_erased' DESC
    ) AS latest
    WHERE action = 'account_deletion_requested' AND timestamp < as_of - kept
$$;

COMMENT ON FUNCTION leaving_users(timestamptz, interval) IS
    'Users whose wish to be deleted is older than the days it waits, and who did not take it back';

CREATE PROCEDURE erase_user(gone uuid, at timestamptz DEFAULT now())
LANGUAGE plpgsql
AS $$
DECLARE
    mine uuid[] := ARRAY(SELECT id FROM pots WHERE owner_user_id = gone);
    -- what others wrote to before there was an account names nobody but these
    reached text[] := ARRAY(
        SELECT contact FROM users, unnest(ARRAY[phone, email]) AS contact WHERE id = gone AND contact IS NOT NULL
    );
BEGIN
    IF EXISTS (SELECT FROM profiles WHERE guardian_user_id = gone) THEN
        RAISE EXCEPTION 'user % answers for a minor', gone
            USING ERRCODE = 'foreign_key_violation', HINT = 'Name another guardian first.';
    END IF;

    DELETE FROM user_sessions WHERE user_id = gone;
    DELETE FROM password_reset_tokens WHERE user_id = gone;
    DELETE FROM admin_sessions WHERE user_id = gone;
    DELETE FROM profiles WHERE user_id = gone;
    DELETE FROM user_addresses WHERE user_id = gone;
    DELETE FROM notification_preferences WHERE user_id = gone;
    DELETE FROM notifications WHERE user_id = gone OR (user_id IS NULL AND recipient_identifier = ANY (reached));
    DELETE FROM pot_invitations
    WHERE invited_by_user_id = gone OR pot_id = ANY (mine) OR recipient_identifier = ANY (reached);

    UPDATE referrals
    SET invited_phone = NULL, invited_email = 'erased@erased.invalid', invited_name = NULL, invitation_message = NULL
    WHERE sponsor_user_id = gone OR sponsored_user_id = gone
        OR invited_phone = ANY (reached) OR invited_email = ANY (reached);
    UPDATE sponsor_contact_batches SET contact_snapshot = NULL, manual_selections = NULL WHERE sponsor_user_id = gone;
    UPDATE pots
    SET title = 'Cagnotte', description = NULL, cover_image_url = NULL, gallery_images = NULL, visibility = 'private'
    WHERE id = ANY (mine);
    UPDATE donations
    SET donor_name = NULL, donor_phone = NULL, donation_message = NULL, ip_address = NULL, user_agent = NULL,
        is_anonymous = true
    WHERE donor_user_id = gone OR (donor_user_id IS NULL AND donor_phone = ANY (reached));
    UPDATE donations SET donation_message = NULL WHERE pot_id = ANY (mine);
    UPDATE analytics_events
    SET user_id = NULL, session_id = NULL, ip_address = NULL, user_agent = NULL, properties = NULL, city = NULL
    WHERE user_id = gone;
    UPDATE ab_test_assignments
    SET user_id = NULL, anonymous_id = 'erased-' || id, ip_address = NULL, user_agent = NULL
    WHERE user_id = gone;
    UPDATE audit_logs SET actor_ip = NULL, user_agent = NULL WHERE actor_user_id = gone;
    UPDATE qr_redemption_logs SET ip_address = NULL, user_agent = NULL WHERE partner_user_id = gone;

    UPDATE users
    SET phone = NULL, email = 'erased-' || gone || '@erased.invalid', roles = '{}', is_active = false, last_login_at = NULL
    WHERE id = gone;
    INSERT INTO audit_logs (actor_type, action, resource_type, resource_id, timestamp)
    VALUES ('system', 'account_erased', 'user', gone, at);
END
$$;

COMMENT ON PROCEDURE erase_user(uuid, timestamptz) IS
    'Empty everything that tells who a user was; ids and amounts stay, for points and payments refer to them';

CREATE FUNCTION purge_deleted_accounts(as_of timestamptz DEFAULT now(), kept interval DEFAULT '30 days')
RETURNS SETOF uuid
LANGUAGE plpgsql
AS $$
DECLARE
    gone uuid;
BEGIN
    FOR gone IN SELECT leaving_users(as_of, kept) LOOP
        CONTINUE WHEN EXISTS (SELECT FROM profiles WHERE guardian_user_id = gone);
        CALL erase_user(gone, as_of);
        RETURN NEXT gone;
    END LOOP;
END
$$;

COMMENT ON FUNCTION purge_deleted_accounts(timestamptz, interval) IS
    'Erase the accounts whose thirty days are over, guardians of minors left for later; returns who is gone';
