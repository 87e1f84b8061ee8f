-- The cron jobs: daily, expire subscriptions and delete old one-time passwords; monthly, archive what is done with.

CREATE FUNCTION expire_old_subscriptions(as_of timestamptz DEFAULT now()) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    changed integer;
BEGIN
    UPDATE subscriptions
    SET status = 'expired', auto_renewal = false, next_billing_date = NULL
    WHERE status IN ('active', 'suspended')
        AND deleted_at IS NULL
        AND expires_at < as_of
        AND (grace_period_ends_at IS NULL OR grace_period_ends_at < as_of);
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END
$$;

COMMENT ON FUNCTION expire_old_subscriptions(timestamptz) IS
    'Daily: mark subscriptions as expired whose paid time and grace period are over; returns how many';

CREATE FUNCTION cleanup_expired_otps(as_of timestamptz DEFAULT now()) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    removed integer;
BEGIN
    DELETE FROM otp_verifications WHERE expires_at < as_of - interval '24 hours';
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END
$$;

COMMENT ON FUNCTION cleanup_expired_otps(timestamptz) IS
    'Daily: delete one-time passwords 24 hours after they expired; returns how many';

CREATE TABLE notifications_archive (
    LIKE notifications INCLUDING COMMENTS,
    archived_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id)
);
COMMENT ON TABLE notifications_archive IS 'Notifications that were read 30 days before they were moved here';
COMMENT ON COLUMN notifications_archive.archived_at IS 'When the notification was moved here';
COMMENT ON INDEX notifications_archive_pkey IS 'Primary key of notifications_archive';

CREATE TABLE support_tickets_archive (
    LIKE support_tickets INCLUDING COMMENTS,
    archived_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id)
);
COMMENT ON TABLE support_tickets_archive IS 'Tickets that were closed 60 days before they were moved here';
COMMENT ON COLUMN support_tickets_archive.archived_at IS 'When the ticket was moved here';
COMMENT ON INDEX support_tickets_archive_pkey IS 'Primary key of support_tickets_archive';

CREATE FUNCTION archive_read_notifications(as_of timestamptz DEFAULT now()) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    moved integer;
BEGIN
    WITH gone AS (
        DELETE FROM notifications WHERE status = 'read' AND read_at < as_of - interval '30 days' RETURNING *
    )
    INSERT INTO notifications_archive SELECT gone.*, as_of FROM gone;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END
$$;

COMMENT ON FUNCTION archive_read_notifications(timestamptz) IS
    'Monthly: move notifications that were read 30 days ago to the archive; returns how many';

CREATE FUNCTION archive_closed_tickets(as_of timestamptz DEFAULT now()) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    moved integer;
BEGIN
    WITH gone AS (
        DELETE FROM support_tickets WHERE status = 'closed' AND closed_at < as_of - interval '60 days' RETURNING *
    )
    INSERT INTO support_tickets_archive SELECT gone.*, as_of FROM gone;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END
$$;

COMMENT ON FUNCTION archive_closed_tickets(timestamptz) IS
    'Monthly: move tickets that were closed 60 days ago to the archive; returns how many';
