-- Writes the rows of a sample with a statement each, on the server: no network, no client.
DO $do$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT * FROM {sample} LOOP
        INSERT INTO {target} ({columns}) VALUES ({values});
    END LOOP;
END
$do$
