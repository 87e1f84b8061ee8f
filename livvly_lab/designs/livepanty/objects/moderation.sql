-- "Human review queue for flagged content; escalation procedures for high-priority cases", and what sanctions do.

CREATE FUNCTION claim_flags(reviewer uuid, most integer DEFAULT 1) RETURNS SETOF uuid
LANGUAGE sql
AS $$
    UPDATE moderation_flags
    SET status = 'in_review', reviewed_by = reviewer, claimed_at = now()
    WHERE id IN (
        SELECT id
        FROM moderation_flags
        WHERE status = 'pending'
        ORDER BY priority, created_at
        LIMIT most
        FOR UPDATE SKIP LOCKED
    )
    RETURNING id
$$;

COMMENT ON FUNCTION claim_flags(uuid, integer) IS
    'Take the most urgent flags for review; two moderators who ask at once get different ones';

CREATE PROCEDURE decide_flag(flag uuid, confirmed boolean)
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE moderation_flags
    SET status = CASE WHEN confirmed THEN 'confirmed' ELSE 'dismissed' END, reviewed_at = now()
    WHERE id = flag AND status = 'in_review';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'flag % is not in review', flag USING ERRCODE = 'no_data_found';
    END IF;
END
$$;

COMMENT ON PROCEDURE decide_flag(uuid, boolean) IS
    'Confirm or dismiss a flag that is in review';

CREATE FUNCTION escalate(as_of timestamptz DEFAULT now(), waited interval DEFAULT '24 hours') RETURNS bigint
LANGUAGE sql
AS $$
    WITH flags AS (
        UPDATE moderation_flags SET priority = 1, escalated_at = as_of
        WHERE status = 'pending' AND priority = 2 AND created_at < as_of - waited
        RETURNING id
    ),
    cases AS (
        UPDATE reports SET priority = 1, escalated_at = as_of
        WHERE status = 'open' AND priority = 2 AND created_at < as_of - waited
        RETURNING id
    )
    SELECT (SELECT count(*) FROM flags) + (SELECT count(*) FROM cases)
$$;

COMMENT ON FUNCTION escalate(timestamptz, interval) IS
    'Hourly: raise flags and cases of priority 2 that have waited to priority 1; returns how many';

CREATE FUNCTION apply_sanction() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
BEGIN
    IF NEW.kind = 'warning' OR NEW.lifted_at IS NOT NULL THEN
        RETURN NULL;
    END IF;
    UPDATE users
    SET status = CASE NEW.kind WHEN 'ban' THEN 'banned' ELSE 'suspended' END
    WHERE id = NEW.user_id AND status IN ('active', 'suspended');
    UPDATE auth_sessions SET revoked_at = now() WHERE user_id = NEW.user_id AND revoked_at IS NULL;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION apply_sanction() IS
    'Trigger: a suspension or ban closes the account and its sessions';

DO $$
DECLARE
    home regclass;
BEGIN
    FOR home IN SELECT homes_of('user_sanctions') LOOP
        EXECUTE format(
            'CREATE TRIGGER apply_sanction AFTER INSERT ON %s FOR EACH ROW EXECUTE FUNCTION apply_sanction()', home
        );
    END LOOP;
END
$$;

CREATE FUNCTION lift_sanctions(as_of timestamptz DEFAULT now()) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    lifted uuid[];
BEGIN
    WITH ended AS (
        UPDATE user_sanctions SET lifted_at = as_of
        WHERE ends_at < as_of AND lifted_at IS NULL
        RETURNING user_id, kind
    )
    SELECT array_agg(user_id) INTO lifted FROM ended WHERE kind <> 'warning';
    UPDATE users AS u SET status = 'active'
    WHERE u.id = ANY (lifted) AND u.status IN ('suspended', 'banned')
        AND NOT EXISTS (
            SELECT FROM user_sanctions AS s
            WHERE s.user_id = u.id AND s.kind <> 'warning' AND s.lifted_at IS NULL
        );
    RETURN coalesce(cardinality(lifted), 0);
END
$$;

COMMENT ON FUNCTION lift_sanctions(timestamptz) IS
    'Daily: end suspensions and bans whose time is over; returns how many';
