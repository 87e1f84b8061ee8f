-- updated_at, on every table that has it: otp_verifications and bookmarks have none, and the trigger would fail there.

CREATE FUNCTION update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at = now();
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION update_updated_at_column() IS 'Updates updated_at on row modification';

CALL attach_trigger('users', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('analyst_profiles', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('subscription_tiers', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('subscriptions', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('payment_transactions', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('discount_codes', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('invite_links', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('posts', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('reviews', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('chat_channels', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('chat_messages', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('moderation_flags', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('support_tickets', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
CALL attach_trigger('notifications', 'updated_at', 'BEFORE UPDATE', 'update_updated_at_column');
