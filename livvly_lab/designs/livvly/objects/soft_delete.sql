-- Soft delete (REQ-DB-009): mark, restore, and views that leave marked rows out.
-- A table is named as regclass, so the router names the child of its shard and the parent works as well.
-- Marking a user marks nothing else: the wallet and history of a deleted user stay as they are until the purge.

CREATE FUNCTION soft_delete(target regclass, row_id uuid, deleted timestamptz DEFAULT now()) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    changed bigint;
BEGIN
    EXECUTE format('UPDATE %s SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL', target)
        USING row_id, deleted;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed > 0;
END
$$;

COMMENT ON FUNCTION soft_delete(regclass, uuid, timestamptz) IS
    'Mark a row as deleted; false where no live row has this id';

CREATE FUNCTION restore(target regclass, row_id uuid) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    changed bigint;
BEGIN
    EXECUTE format('UPDATE %s SET deleted_at = NULL WHERE id = $1 AND deleted_at IS NOT NULL', target)
        USING row_id;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed > 0;
END
$$;

COMMENT ON FUNCTION restore(regclass, uuid) IS
    'Bring a soft-deleted row back; false where none has this id, unique_violation where its phone is taken again';

CREATE VIEW live_users AS SELECT * FROM users WHERE deleted_at IS NULL;
CREATE VIEW live_transactions AS SELECT * FROM transactions WHERE deleted_at IS NULL;
CREATE VIEW live_calls AS SELECT * FROM calls WHERE deleted_at IS NULL;
CREATE VIEW live_gift_transactions AS SELECT * FROM gift_transactions WHERE deleted_at IS NULL;
CREATE VIEW live_rooms AS SELECT * FROM rooms WHERE deleted_at IS NULL;
CREATE VIEW live_reports AS SELECT * FROM reports WHERE deleted_at IS NULL;

COMMENT ON VIEW live_users IS 'Users who are not soft-deleted';
COMMENT ON VIEW live_transactions IS 'Transactions that are not soft-deleted';
COMMENT ON VIEW live_calls IS 'Calls that are not soft-deleted';
COMMENT ON VIEW live_gift_transactions IS 'Gifts given that are not soft-deleted';
COMMENT ON VIEW live_rooms IS 'Rooms that are not soft-deleted';
COMMENT ON VIEW live_reports IS 'Reports that are not soft-deleted';
