-- "Data minimization principles" (section 7): address books of people who are no users are kept for thirty days only.

CREATE FUNCTION minimise_contacts(as_of timestamptz DEFAULT now(), kept interval DEFAULT '30 days') RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    emptied bigint;
BEGIN
    UPDATE sponsor_contact_batches
    SET contact_snapshot = NULL, manual_selections = NULL
    WHERE created_at < as_of - kept AND (contact_snapshot IS NOT NULL OR manual_selections IS NOT NULL);
    GET DIAGNOSTICS emptied = ROW_COUNT;
    RETURN emptied;
END
$$;

COMMENT ON FUNCTION minimise_contacts(timestamptz, interval) IS
    'Empty the contacts of old batches; returns how many batches that were';
