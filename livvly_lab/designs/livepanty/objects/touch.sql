-- updated_at is the moment of the last change, whoever made it.

CREATE FUNCTION touch() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION touch() IS
    'Trigger: keep updated_at';

DO $$
DECLARE
    kept text;
    home regclass;
BEGIN
    FOREACH kept IN ARRAY ARRAY[
        'users', 'user_preferences', 'wallets', 'payments', 'payouts', 'streams', 'kyc_verifications', 'reports',
        'moderation_flags'
    ] LOOP
        FOR home IN SELECT homes_of(kept::regclass) LOOP
            EXECUTE format('CREATE TRIGGER touch BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION touch()', home);
        END LOOP;
    END LOOP;
END
$$;
