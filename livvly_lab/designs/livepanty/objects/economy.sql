-- What moves tokens: purchases, tips, payouts. Each function takes the row it is about first, then the wallets in the
-- order of their users. A user acts for themself alone; staff and jobs complete and decide.

CREATE FUNCTION platform_fee(tokens bigint, rate numeric) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN floor(tokens * rate + 0.5)::bigint;

COMMENT ON FUNCTION platform_fee(bigint, numeric) IS
    'The platform''s part of a tip in whole tokens, rounded half up; what is left is the performer''s';

CREATE FUNCTION tokens_for(usd numeric, rate numeric DEFAULT 100) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN trunc(usd * rate)::bigint;

COMMENT ON FUNCTION tokens_for(numeric, numeric) IS
    'Tokens that dollars buy, whole ones: 100 for one dollar unless said otherwise';

CREATE FUNCTION usd_for(tokens bigint, rate numeric DEFAULT 100) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN round(tokens / rate, 2);

COMMENT ON FUNCTION usd_for(bigint, numeric) IS
    'Dollars that tokens are worth, rounded to a cent: one for 100 unless said otherwise';

-- Purchases

CREATE FUNCTION complete_payment(payment uuid, reference text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    paid record;
BEGIN
    UPDATE payments
    SET status = 'completed', completed_at = now(), provider_reference = reference
    WHERE id = payment AND status = 'pending'
    RETURNING user_id, tokens INTO paid;
    IF NOT FOUND THEN
        RETURN false; -- providers call more than once
    END IF;
    CALL post_transaction(
        payment, 'purchase', ARRAY[paid.user_id, paid.user_id], ARRAY['wallet', 'purchases'],
        ARRAY[paid.tokens, -paid.tokens]
    );
    RETURN true;
END
$$;

COMMENT ON FUNCTION complete_payment(uuid, text) IS
    'Credit the tokens of a payment, once; false where it is not pending (any more)';

CREATE FUNCTION refund_payment(payment uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    paid record;
BEGIN
    UPDATE payments
    SET status = 'refunded', refunded_at = now()
    WHERE id = payment AND status = 'completed'
    RETURNING user_id, tokens INTO paid;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    CALL post_transaction(
        payment, 'refund', ARRAY[paid.user_id, paid.user_id], ARRAY['wallet', 'purchases'],
        ARRAY[-paid.tokens, paid.tokens]
    );
    RETURN true;
END
$$;

COMMENT ON FUNCTION refund_payment(uuid) IS
    'Take the tokens of a completed payment back, once; refused where they are spent or reserved';

-- Tips

CREATE FUNCTION write_tip(
    of_stream uuid, given bigint, said text, key text, anonymous boolean, as_status text,
    OUT tip uuid, OUT host uuid, OUT fee bigint
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    me uuid := acting_user();
BEGIN
    SELECT s.host_id, platform_fee(given, w.fee_rate) INTO host, fee
    FROM streams AS s
    JOIN wallets AS w ON w.user_id = s.host_id
    WHERE s.id = of_stream AND s.status = 'live' AND s.deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'stream % is not live', of_stream USING ERRCODE = 'no_data_found';
    END IF;
    EXECUTE format(
        'INSERT INTO %s (sender_id, stream_id, host_id, tokens, platform_fee, message, idempotency_key, is_anonymous,'
        ' status, settled_at)'
        ' VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE $9 WHEN ''settled'' THEN now() END)'
        ' ON CONFLICT (sender_id, idempotency_key) DO NOTHING RETURNING id', home_of('tips', me)
    )
    INTO tip
    USING me, of_stream, host, given, fee, said, key, anonymous, as_status;
END
$$;

COMMENT ON FUNCTION write_tip(uuid, bigint, text, text, boolean, text) IS
    'Write the row of a tip of the acting user; its id is NULL where the key has been used';

CREATE FUNCTION send_tip(
    of_stream uuid, given bigint, said text DEFAULT NULL, key text DEFAULT NULL, anonymous boolean DEFAULT false
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    made record;
BEGIN
    made := write_tip(of_stream, given, said, key, anonymous, 'settled');
    IF made.tip IS NULL THEN
        RETURN (SELECT id FROM tips WHERE sender_id = current_user_id() AND idempotency_key = key);
    END IF;
    CALL post_transaction(
        made.tip, 'tip', ARRAY[current_user_id(), made.host, made.host], ARRAY['wallet', 'wallet', 'fees'],
        ARRAY[-given, given - made.fee, made.fee]
    );
    RETURN made.tip;
END
$$;

COMMENT ON FUNCTION send_tip(uuid, bigint, text, text, boolean) IS
    'Tip the host of a live stream at once, by key only once; returns the tip. Tokens that are reserved are not given';

CREATE FUNCTION reserve_tip(
    of_stream uuid, given bigint, said text DEFAULT NULL, key text DEFAULT NULL, anonymous boolean DEFAULT false
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    made record;
BEGIN
    made := write_tip(of_stream, given, said, key, anonymous, 'reserved');
    IF made.tip IS NULL THEN
        RETURN (SELECT id FROM tips WHERE sender_id = current_user_id() AND idempotency_key = key);
    END IF;
    UPDATE wallets SET reserved_balance = reserved_balance + given WHERE user_id = current_user_id();
    RETURN made.tip;
END
$$;

COMMENT ON FUNCTION reserve_tip(uuid, bigint, text, text, boolean) IS
    'Promise a tip: its tokens are reserved, so that nothing else spends them; settle_tip or cancel_tip follows';

CREATE FUNCTION settle_tip(tip uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    made record;
BEGIN
    UPDATE tips SET status = 'settled', settled_at = now()
    WHERE id = tip AND status = 'reserved'
    RETURNING sender_id, host_id, tokens, platform_fee INTO made;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM FROM wallets WHERE user_id IN (made.sender_id, made.host_id) ORDER BY user_id FOR UPDATE;
    UPDATE wallets SET reserved_balance = reserved_balance - made.tokens WHERE user_id = made.sender_id;
    CALL post_transaction(
        tip, 'tip', ARRAY[made.sender_id, made.host_id, made.host_id], ARRAY['wallet', 'wallet', 'fees'],
        ARRAY[-made.tokens, made.tokens - made.platform_fee, made.platform_fee]
    );
    RETURN true;
END
$$;

COMMENT ON FUNCTION settle_tip(uuid) IS
    'Move the tokens of a reserved tip, once; false where it is not reserved (any more)';

CREATE FUNCTION cancel_tip(tip uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    made record;
BEGIN
    UPDATE tips SET status = 'cancelled'
    WHERE id = tip AND status = 'reserved'
    RETURNING sender_id, tokens INTO made;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE wallets SET reserved_balance = reserved_balance - made.tokens WHERE user_id = made.sender_id;
    RETURN true;
END
$$;

COMMENT ON FUNCTION cancel_tip(uuid) IS
    'Take a reserved tip back and free its tokens, once; false where it is not reserved (any more)';

CREATE FUNCTION cancel_stale_tips(as_of timestamptz DEFAULT now(), waited interval DEFAULT '1 hour') RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
    SELECT count(*) FILTER (WHERE cancel_tip(id))
    FROM (SELECT id FROM tips WHERE status = 'reserved' AND created_at < as_of - waited ORDER BY created_at) AS stale
$$;

COMMENT ON FUNCTION cancel_stale_tips(timestamptz, interval) IS
    'Every minute: cancel tips whose settlement never came; returns how many';

-- Payouts

CREATE FUNCTION request_payout(asked bigint, by_method text, destination text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    me uuid := acting_user();
    proof uuid;
    rate numeric;
    payout uuid;
BEGIN
    IF NOT EXISTS (SELECT FROM users WHERE id = me AND role = 'performer') THEN
        RAISE EXCEPTION 'only performers are paid out' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT id INTO proof FROM kyc_verifications
    WHERE user_id = me AND level = 'identity' AND status = 'approved' AND expires_at > now();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no payout without a valid proof of identity of user %', me USING ERRCODE = 'check_violation';
    END IF;
    UPDATE wallets SET reserved_balance = reserved_balance + asked WHERE user_id = me RETURNING conversion_rate INTO rate;
    EXECUTE format(
        'INSERT INTO %s (user_id, kyc_verification_id, tokens, conversion_rate, amount_usd, net_usd, method,'
        ' destination_token) VALUES ($1, $2, $3, $4, $5, $5, $6, $7) RETURNING id', home_of('payouts', me)
    )
    INTO payout
    USING me, proof, asked, rate, usd_for(asked, rate), by_method, destination;
    RETURN payout;
END
$$;

COMMENT ON FUNCTION request_payout(bigint, text, text) IS
    'Ask for tokens of the acting user to be paid out: they are reserved until it is paid or rejected';

CREATE FUNCTION decide_payout(payout uuid, reviewer uuid, approved boolean, reason text DEFAULT NULL) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    made record;
BEGIN
    UPDATE payouts
    SET status = CASE WHEN approved THEN 'approved' ELSE 'rejected' END, reviewed_by = reviewer, decided_at = now(),
        rejection_reason = CASE WHEN NOT approved THEN reason END
    WHERE id = payout AND status = 'requested'
    RETURNING user_id, tokens INTO made;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF NOT approved THEN
        UPDATE wallets SET reserved_balance = reserved_balance - made.tokens WHERE user_id = made.user_id;
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION decide_payout(uuid, uuid, boolean, text) IS
    'Approve or reject a payout, once; what is rejected is free again. False where it was decided before';

CREATE FUNCTION pay_out(payout uuid, reference text, transfer_fee numeric DEFAULT 0) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    made record;
BEGIN
    UPDATE payouts
    SET status = 'paid', paid_at = now(), provider_reference = reference, transfer_fee_usd = transfer_fee,
        net_usd = amount_usd - transfer_fee
    WHERE id = payout AND status = 'approved'
    RETURNING user_id, tokens INTO made;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE wallets SET reserved_balance = reserved_balance - made.tokens WHERE user_id = made.user_id;
    CALL post_transaction(
        payout, 'payout', ARRAY[made.user_id, made.user_id], ARRAY['wallet', 'payouts'], ARRAY[-made.tokens, made.tokens]
    );
    RETURN true;
END
$$;

COMMENT ON FUNCTION pay_out(uuid, text, numeric) IS
    'Note that an approved payout was paid, once: its tokens leave the wallet';

CREATE FUNCTION fail_payout(payout uuid, reason text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    made record;
BEGIN
    UPDATE payouts SET status = 'failed', rejection_reason = reason
    WHERE id = payout AND status = 'approved'
    RETURNING user_id, tokens INTO made;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE wallets SET reserved_balance = reserved_balance - made.tokens WHERE user_id = made.user_id;
    RETURN true;
END
$$;

COMMENT ON FUNCTION fail_payout(uuid, text) IS
    'Note that the bank refused an approved payout, once: its tokens are free again';
