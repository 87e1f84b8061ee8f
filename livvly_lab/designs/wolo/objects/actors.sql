-- Who asks: the claims of the JSON web token, where PostgREST leaves them; and where the rows of a table live.

CREATE FUNCTION claim(name text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> name;

COMMENT ON FUNCTION claim(text) IS
    'A claim of the token of this request, NULL where there is no token';

CREATE FUNCTION current_user_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN claim('sub')::uuid;

COMMENT ON FUNCTION current_user_id() IS
    'The user who asks, NULL for a visitor or the system';

CREATE FUNCTION is_staff() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(claim('app_role') IN ('admin', 'super_admin'), false);

COMMENT ON FUNCTION is_staff() IS
    'True where the token says that a member of staff asks';

CREATE FUNCTION homes_of(parent regclass) RETURNS SETOF regclass
LANGUAGE sql STABLE
AS $$
    SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = parent
    UNION ALL
    SELECT parent WHERE NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = parent)
$$;

COMMENT ON FUNCTION homes_of(regclass) IS
    'The tables that hold the rows of a table: its shards where it has some, else itself';

-- Definers look through the policies: one that asked a table with policies of its own would never end.
CREATE FUNCTION owns_pot(pot uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM pots WHERE id = pot AND owner_user_id = current_user_id())
$$;

COMMENT ON FUNCTION owns_pot(uuid) IS
    'True where the pot is the asking user''s';

CREATE FUNCTION gave_to(pot uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM donations WHERE pot_id = pot AND donor_user_id = current_user_id())
$$;

COMMENT ON FUNCTION gave_to(uuid) IS
    'True where the asking user has paid into the pot, which makes a friend';
