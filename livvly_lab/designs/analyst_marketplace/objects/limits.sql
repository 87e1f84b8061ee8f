-- The rate limit of a channel, asked before a message is written.

-- Two sessions that both count nine would both write a tenth and an eleventh message. So whoever asks first keeps the
-- others of the same user and channel waiting until its transaction, with the message in it, has ended.
CREATE FUNCTION check_chat_rate_limit(sender uuid, channel uuid, rate_limit integer) RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(concat(sender, ' in ', channel), 0));
    RETURN (
        SELECT count(*)
        FROM chat_messages AS m
        WHERE m.user_id = sender AND m.channel_id = channel AND m.created_at > clock_timestamp() - interval '1 minute'
    ) < rate_limit;
END
$$;

COMMENT ON FUNCTION check_chat_rate_limit(uuid, uuid, integer) IS
    'Whether a user may write one more message in a channel this minute; holds until the transaction ends';
