-- Soft deletion agrees with the cascades: wherever deleting a row would take others with it, and those can be
-- soft-deleted, soft-deleting it soft-deletes them, at the same moment; and brings them back with it. What was deleted
-- before stays deleted. Rows without deleted_at are read through the row they belong to.

CREATE FUNCTION soft_delete_paths() RETURNS TABLE (parent text, child text, key text)
LANGUAGE sql IMMUTABLE
AS $$
    VALUES
        ('users', 'performer_profiles', 'user_id'),
        ('users', 'streams', 'performer_id'),
        ('users', 'stream_archives', 'performer_id'),
        ('users', 'messages', 'owner_id'),
        ('users', 'messages', 'sender_id'),
        ('streams', 'stream_archives', 'stream_id'),
        ('streams', 'messages', 'stream_id'),
        -- no cascade: these keep a user from being removed, but are of no use without one
        ('users', 'payment_methods', 'user_id'),
        ('users', 'pricing_plans', 'performer_id')
$$;

COMMENT ON FUNCTION soft_delete_paths() IS
    'What is soft-deleted with what: every cascade that ends in a table with deleted_at, and two more';

CREATE FUNCTION follow_deletion() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    path record;
BEGIN
    IF NEW.deleted_at IS NOT DISTINCT FROM OLD.deleted_at THEN
        RETURN NULL;
    END IF;
    FOR path IN
        SELECT * FROM soft_delete_paths() WHERE parent = regexp_replace(TG_TABLE_NAME, '_(shard_|p)[0-9]+$', '')
    LOOP
        EXECUTE format('UPDATE %I SET deleted_at = $1 WHERE %I = $2 AND deleted_at IS NOT DISTINCT FROM $3', path.child, path.key)
            USING NEW.deleted_at, NEW.id, OLD.deleted_at;
    END LOOP;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION follow_deletion() IS
    'Trigger: soft-delete what belongs to a row with it, and bring it back with it';

CREATE FUNCTION end_subscriptions() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL THEN
        UPDATE subscriptions
        SET status = 'cancelled', cancelled_at = NEW.deleted_at
        WHERE NEW.id IN (viewer_id, performer_id) AND status IN ('active', 'past_due');
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION end_subscriptions() IS 'Trigger: cancel the subscriptions of and to an account that is closed';

CALL attach_trigger('users', 'follow_deletion', 'AFTER UPDATE', 'follow_deletion');
CALL attach_trigger('streams', 'follow_deletion', 'AFTER UPDATE', 'follow_deletion');
CALL attach_trigger('users', 'end_subscriptions', 'AFTER UPDATE', 'end_subscriptions');

CREATE FUNCTION close_account(leaving uuid, at timestamptz DEFAULT now()) RETURNS boolean
LANGUAGE sql
AS $$
    UPDATE users SET status = 'closed', deleted_at = at WHERE id = leaving AND deleted_at IS NULL RETURNING true
$$;

COMMENT ON FUNCTION close_account(uuid, timestamptz) IS
    'Close an account: soft-deleted with all that is its own; NULL where it was closed before';

CREATE FUNCTION reopen_account(coming_back uuid) RETURNS boolean
LANGUAGE sql
AS $$
    UPDATE users SET status = 'active', deleted_at = NULL
    WHERE id = coming_back AND deleted_at > now() - interval '30 days' RETURNING true
$$;

COMMENT ON FUNCTION reopen_account(uuid) IS
    'Bring an account back within thirty days, with all that was deleted together with it; NULL where it is too late';

-- Money refers to accounts, so that they are emptied and stay: what tells who it was goes, ids and amounts do not.
-- Evidence stays with its stream until it is released, and the account one is paid to until nothing is due to it.
CREATE PROCEDURE erase_user(gone uuid)
LANGUAGE plpgsql
AS $$
DECLARE
    nothing bytea := '\x01'::bytea || decode(repeat('00', 31), 'hex');
BEGIN
    DELETE FROM login_identities WHERE user_id = gone;
    DELETE FROM user_preferences WHERE user_id = gone;
    DELETE FROM viewer_profiles WHERE user_id = gone;
    DELETE FROM performer_profiles WHERE user_id = gone;
    DELETE FROM performer_categories WHERE performer_id = gone;
    DELETE FROM performer_tags WHERE performer_id = gone;
    DELETE FROM performer_schedules WHERE performer_id = gone;
    DELETE FROM notification_settings WHERE user_id = gone;
    DELETE FROM notifications WHERE user_id = gone;
    DELETE FROM favorites WHERE viewer_id = gone;
    DELETE FROM follows WHERE gone IN (viewer_id, performer_id);
    DELETE FROM stream_invitations WHERE viewer_id = gone;
    DELETE FROM stream_views WHERE viewer_id = gone;
    DELETE FROM reactions WHERE user_id = gone;
    DELETE FROM poll_votes WHERE voter_id = gone;
    DELETE FROM messages WHERE gone IN (owner_id, sender_id);
    DELETE FROM user_roles WHERE user_id = gone;
    DELETE FROM favorites WHERE archive_id IN (
        SELECT id FROM stream_archives WHERE performer_id = gone AND NOT legal_hold
    );
    DELETE FROM stream_archives WHERE performer_id = gone AND NOT legal_hold;
    DELETE FROM streams AS s
    WHERE s.performer_id = gone AND NOT EXISTS (SELECT FROM stream_archives AS a WHERE a.stream_id = s.id);
    UPDATE account_flags SET details = NULL WHERE user_id = gone AND details IS NOT NULL;
    UPDATE payout_accounts
    SET holder_ciphertext = nothing, account_ciphertext = nothing, tax_number_ciphertext = NULL, account_last4 = '',
        is_default = false, deleted_at = now()
    WHERE performer_id = gone AND deleted_at IS NULL AND NOT EXISTS (
        SELECT FROM transactions AS t
        WHERE t.performer_id = gone AND t.status = 'settled' AND t.payout_id IS NULL AND t.performer_minor > 0
    );
    UPDATE payment_methods
    SET provider_token = 'erased', brand = NULL, last4 = NULL, fingerprint = sha256(id::text::bytea),
        billing_ciphertext = nothing
    WHERE user_id = gone;
    UPDATE transactions SET message = NULL WHERE viewer_id = gone AND message IS NOT NULL;
    UPDATE users
    SET username = 'gone.' || left(replace(gone::text, '-', ''), 24), display_name = 'Closed account', bio = NULL,
        avatar_url = NULL, birth_date = date_trunc('year', birth_date), password_hash = NULL,
        mfa_secret_ciphertext = NULL, email_ciphertext = nothing, last_seen_at = NULL
    WHERE id = gone;
    INSERT INTO audit_logs (category, action, object_table, object_id) VALUES ('compliance', 'account.erased', 'users', gone);
END
$$;

COMMENT ON PROCEDURE erase_user(uuid) IS
    'Empty everything that tells who a user was; ids and amounts stay, for payments refer to them';

CREATE FUNCTION purge_closed_accounts(as_of timestamptz DEFAULT now(), kept interval DEFAULT '30 days')
RETURNS SETOF uuid
LANGUAGE plpgsql
AS $$
DECLARE
    gone uuid;
BEGIN
    FOR gone IN SELECT id FROM users WHERE deleted_at < as_of - kept AND display_name <> 'Closed account' ORDER BY id LOOP
        CALL erase_user(gone);
        RETURN NEXT gone;
    END LOOP;
END
$$;

COMMENT ON FUNCTION purge_closed_accounts(timestamptz, interval) IS
    'Daily: empty the accounts that were closed thirty days ago; returns their ids';
