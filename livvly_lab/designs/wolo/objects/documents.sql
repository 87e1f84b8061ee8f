-- "Field-level hashing for personally identifiable information" (section 7): the number of an identity document never
-- reaches the table. Its hash finds the same document twice, its last four characters are for the eye.

CREATE FUNCTION hash_id_number() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.id_number !~ '^\*{4}.{0,4}$' THEN
        NEW.id_hash := encode(
            sha256(convert_to(concat_ws(':', NEW.id_country, NEW.id_type, upper(translate(NEW.id_number, ' -', ''))), 'UTF8')),
            'hex'
        );
        NEW.id_number := '****' || right(translate(NEW.id_number, ' -', ''), 4);
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION hash_id_number() IS
    'Trigger: keep the hash and the last four characters of a document number in place of the number';

DO $$
DECLARE
    home regclass;
BEGIN
    FOR home IN SELECT homes_of('profiles') LOOP
        EXECUTE format(
            'CREATE TRIGGER hash_id_number BEFORE INSERT OR UPDATE OF id_number ON %s'
            ' FOR EACH ROW WHEN (NEW.id_number IS NOT NULL) EXECUTE FUNCTION hash_id_number()',
            home
        );
    END LOOP;
END
$$;
