-- Who asks, and what that person may do. The application says who is signed in (SET LOCAL app.user_id); the roles are
-- read here, so that nobody gets one by claiming it. Definers look through policies that would ask them again.

CREATE FUNCTION current_user_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.user_id', true), '')::uuid;

COMMENT ON FUNCTION current_user_id() IS 'The user who is signed in, NULL for a visitor or the system';

CREATE FUNCTION has_permission(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT EXISTS (
        SELECT
        FROM user_roles AS u
        JOIN users AS a ON a.id = u.user_id
        JOIN role_permissions AS p ON p.role_code = u.role_code
        WHERE u.user_id = current_user_id() AND p.permission = wanted
            AND (u.expires_at IS NULL OR u.expires_at > now()) AND a.status = 'active'
    )
$$;

COMMENT ON FUNCTION has_permission(text) IS
    'Whether a role of the signed-in user permits something; a suspended user may nothing';

CREATE FUNCTION may_see(performer uuid, stream uuid, audience text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT current_user_id() = performer OR CASE audience
        WHEN 'public' THEN true
        WHEN 'followers' THEN EXISTS (
            SELECT FROM follows AS f WHERE f.performer_id = performer AND f.viewer_id = current_user_id()
        )
        WHEN 'subscribers' THEN EXISTS (
            SELECT
            FROM streams AS t
            JOIN pricing_plans AS least ON least.id = t.access_plan_id
            JOIN subscriptions AS s ON s.performer_id = t.performer_id AND s.viewer_id = current_user_id()
            JOIN pricing_plans AS held ON held.id = s.plan_id
            WHERE t.id = stream AND s.paid_until > now() AND held.tier >= least.tier
        )
        WHEN 'pay_per_view' THEN EXISTS (
            SELECT
            FROM streams AS t
            JOIN transactions AS x ON x.stream_id = t.id AND x.plan_id = t.access_plan_id
            WHERE t.id = stream AND x.viewer_id = current_user_id() AND x.status = 'settled'
        )
        WHEN 'invited' THEN EXISTS (
            SELECT FROM stream_invitations AS i WHERE i.stream_id = stream AND i.viewer_id = current_user_id()
        )
        ELSE false
    END
$$;

COMMENT ON FUNCTION may_see(uuid, uuid, text) IS
    'Whether the signed-in user may see what a performer shows to an audience: followers, payers, those invited';
