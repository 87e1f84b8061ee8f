-- Permanent deletion (REQ-DB-009), with the actions of REQ-DB-008 done by hand where no foreign key can do them:
-- between shards, and between a shard and a shared table.

CREATE PROCEDURE erase_users(ids uuid[])
LANGUAGE sql
AS $$
    DELETE FROM user_interests WHERE user_id = ANY (ids);
    DELETE FROM user_verification WHERE user_id = ANY (ids);
    DELETE FROM coin_wallets WHERE user_id = ANY (ids);
    DELETE FROM diamond_wallets WHERE user_id = ANY (ids);
    DELETE FROM creator_call_rates WHERE creator_id = ANY (ids);
    DELETE FROM room_participants WHERE user_id = ANY (ids);
    DELETE FROM creator_kyc WHERE user_id = ANY (ids);
    DELETE FROM creator_performance WHERE user_id = ANY (ids);
    DELETE FROM user_subscriptions WHERE user_id = ANY (ids);
    DELETE FROM user_blocks WHERE blocker_id = ANY (ids) OR blocked_id = ANY (ids);
    DELETE FROM matching_preferences WHERE user_id = ANY (ids);
    DELETE FROM notifications WHERE user_id = ANY (ids);

    UPDATE transactions SET user_id = NULL WHERE user_id = ANY (ids);
    UPDATE calls SET caller_id = NULL WHERE caller_id = ANY (ids);
    UPDATE calls SET receiver_id = NULL WHERE receiver_id = ANY (ids);
    UPDATE gift_transactions SET sender_id = NULL WHERE sender_id = ANY (ids);
    UPDATE gift_transactions SET receiver_id = NULL WHERE receiver_id = ANY (ids);
    UPDATE rooms SET host_id = NULL WHERE host_id = ANY (ids);
    UPDATE withdrawals SET user_id = NULL WHERE user_id = ANY (ids);
    UPDATE reports SET reporter_id = NULL WHERE reporter_id = ANY (ids);
    UPDATE reports SET reported_user_id = NULL WHERE reported_user_id = ANY (ids);
    UPDATE reports SET reviewed_by = NULL WHERE reviewed_by = ANY (ids);
    UPDATE referrals SET referrer_id = NULL WHERE referrer_id = ANY (ids);
    UPDATE referrals SET referee_id = NULL WHERE referee_id = ANY (ids);
    UPDATE ai_moderation_transcripts SET user_id = NULL WHERE user_id = ANY (ids);
    UPDATE ai_moderation_transcripts SET reviewed_by = NULL WHERE reviewed_by = ANY (ids);

    DELETE FROM users WHERE id = ANY (ids);
$$;

COMMENT ON PROCEDURE erase_users(uuid[]) IS
    'Delete users for good, on request or by the purge: their own rows go, the history stays without their names';

CREATE PROCEDURE erase_calls_and_rooms(ids uuid[])
LANGUAGE sql
AS $$
    UPDATE gift_transactions SET context_id = NULL WHERE context_id = ANY (ids);
    UPDATE reports SET source_id = NULL WHERE source_id = ANY (ids);
    UPDATE ai_moderation_transcripts SET source_id = NULL WHERE source_id = ANY (ids);
    DELETE FROM room_participants WHERE room_id = ANY (ids);
    DELETE FROM rooms WHERE id = ANY (ids);
    DELETE FROM calls WHERE id = ANY (ids);
$$;

COMMENT ON PROCEDURE erase_calls_and_rooms(uuid[]) IS
    'Delete calls and rooms for good and empty what refers to them; not for charged calls, which the ledger refers to';

-- What money depends on stays: transactions, gifts given, charged calls, and users whose wallet is not empty or
-- whose payout is on its way.
CREATE FUNCTION purge_deleted(as_of timestamptz DEFAULT now(), kept interval DEFAULT '90 days')
RETURNS TABLE (purged_table text, purged_rows bigint)
LANGUAGE plpgsql
AS $$
DECLARE
    users_due uuid[];
    calls_due uuid[];
    rooms_due uuid[];
BEGIN
    SELECT coalesce(array_agg(u.id), '{}') INTO users_due
    FROM users AS u
    WHERE u.deleted_at < as_of - kept
        AND NOT EXISTS (SELECT FROM coin_wallets AS w WHERE w.user_id = u.id AND w.balance <> 0)
        AND NOT EXISTS (
            SELECT FROM diamond_wallets AS w
            WHERE w.user_id = u.id AND (w.available_balance <> 0 OR w.pending_balance <> 0)
        )
        AND NOT EXISTS (
            SELECT FROM withdrawals AS w WHERE w.user_id = u.id AND w.status IN ('pending', 'approved')
        );
    CALL erase_users(users_due);

    SELECT coalesce(array_agg(c.id), '{}') INTO calls_due
    FROM calls AS c
    WHERE c.deleted_at < as_of - kept AND c.coins_charged = 0;
    SELECT coalesce(array_agg(r.id), '{}') INTO rooms_due
    FROM rooms AS r
    WHERE r.deleted_at < as_of - kept;
    CALL erase_calls_and_rooms(calls_due || rooms_due);

    RETURN QUERY VALUES
        ('users', cardinality(users_due)::bigint),
        ('calls', cardinality(calls_due)::bigint),
        ('rooms', cardinality(rooms_due)::bigint);

    DELETE FROM reports WHERE deleted_at < as_of - kept;
    GET DIAGNOSTICS purged_rows = ROW_COUNT;
    purged_table := 'reports';
    RETURN NEXT;
END
$$;

COMMENT ON FUNCTION purge_deleted(timestamptz, interval) IS
    'Delete for good what was soft-deleted long ago, except what money depends on; returns the rows gone by table';
