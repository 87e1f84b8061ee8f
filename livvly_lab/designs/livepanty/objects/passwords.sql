-- "Update admin password": crypt() and gen_salt() are pgcrypto's, which is taken where the server has it. Without it
-- the application hashes, and a CHECK lets nothing but a bcrypt hash into the table.

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pgcrypto') THEN
        CREATE EXTENSION IF NOT EXISTS pgcrypto;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;
END
$$;

CREATE PROCEDURE set_password_hash(of_email text, hash text)
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE users SET password_hash = hash WHERE email = of_email AND deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody logs in as %', of_email USING ERRCODE = 'no_data_found';
    END IF;
END
$$;

COMMENT ON PROCEDURE set_password_hash(text, text) IS
    'Store a bcrypt hash that the application made; refuses an address nobody has';

CREATE PROCEDURE set_password(of_email text, plain text)
LANGUAGE plpgsql
AS $$
DECLARE
    hash text;
BEGIN
    IF to_regprocedure('crypt(text, text)') IS NULL THEN
        RAISE EXCEPTION 'crypt() and gen_salt() need the extension pgcrypto, which this server does not have'
            USING ERRCODE = 'feature_not_supported', HINT = 'Hash in the application and CALL set_password_hash.';
    END IF;
    EXECUTE 'SELECT crypt($1, gen_salt(''bf''))' INTO hash USING plain;
    CALL set_password_hash(of_email, hash);
END
$$;

COMMENT ON PROCEDURE set_password(text, text) IS
    'Hash a password by pgcrypto and store it; refuses where the server has no pgcrypto';
