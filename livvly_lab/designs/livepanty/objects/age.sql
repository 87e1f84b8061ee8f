-- "Age verification: mandatory for all users": nobody signs up before their eighteenth birthday. The CHECK of users
-- holds the birthday against the signup, and this trigger keeps the signup from being written as it suits.

CREATE FUNCTION keep_signup() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.created_at <> OLD.created_at THEN
        RAISE EXCEPTION 'the moment of a signup does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.created_at > now() THEN
        RAISE EXCEPTION 'nobody signs up in the future: %', NEW.created_at USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION keep_signup() IS
    'Trigger: refuse a signup in the future, and one that is changed';

DO $$
DECLARE
    home regclass;
BEGIN
    FOR home IN SELECT homes_of('users') LOOP
        EXECUTE format(
            'CREATE TRIGGER keep_signup BEFORE INSERT OR UPDATE OF created_at ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION keep_signup()', home
        );
    END LOOP;
END
$$;

CREATE FUNCTION require_kyc() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
BEGIN
    IF NEW.status NOT IN ('requested', 'approved', 'paid') THEN
        RETURN NEW;
    END IF;
    -- Shared with other payouts, not with whoever withdraws the proof: that waits until this payout is decided.
    PERFORM FROM kyc_verifications
    WHERE id = NEW.kyc_verification_id AND user_id = NEW.user_id AND level = 'identity' AND status = 'approved'
        AND expires_at > now()
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no payout without a valid proof of identity of user %', NEW.user_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION require_kyc() IS
    'Trigger: refuse a payout, and each step of it, without an approved proof of identity of the performer';

DO $$
DECLARE
    home regclass;
BEGIN
    FOR home IN SELECT homes_of('payouts') LOOP
        EXECUTE format(
            'CREATE TRIGGER require_kyc BEFORE INSERT OR UPDATE OF status, user_id, kyc_verification_id ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION require_kyc()', home
        );
    END LOOP;
END
$$;
