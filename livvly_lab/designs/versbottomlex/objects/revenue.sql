-- How a payment is shared. Tax is in what the viewer pays; the provider keeps its part of all of it; of the rest the
-- performer has the permille of the rule of that day, rounded half up to a minor unit; the platform has what is left,
-- so that the four always add up.

CREATE FUNCTION split_payment(
    gross bigint, tax_permille integer, fee_permille integer, performer_permille integer,
    OUT tax bigint, OUT fee bigint, OUT performer bigint, OUT platform bigint
)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT gross - n.net, f.fee, s.performer, n.net - f.fee - s.performer
    FROM (SELECT (gross * 2000 + 1000 + tax_permille) / (2 * (1000 + tax_permille)) AS net) AS n,
        LATERAL (SELECT least((gross * fee_permille + 500) / 1000, n.net) AS fee) AS f,
        LATERAL (SELECT ((n.net - f.fee) * performer_permille + 500) / 1000 AS performer) AS s
$$;

COMMENT ON FUNCTION split_payment(bigint, integer, integer, integer) IS
    'Tax, fee, share of the performer and of the platform in a payment, minor units; they add up to it';

CREATE FUNCTION share_revenue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.gross_minor, NEW.tax_minor, NEW.fee_minor, NEW.performer_minor, NEW.platform_minor, NEW.currency,
            NEW.performer_id, NEW.viewer_id, NEW.kind, NEW.created_at)
            IS DISTINCT FROM (OLD.gross_minor, OLD.tax_minor, OLD.fee_minor, OLD.performer_minor, OLD.platform_minor,
            OLD.currency, OLD.performer_id, OLD.viewer_id, OLD.kind, OLD.created_at) THEN
            RAISE EXCEPTION 'what was paid, by whom, to whom and how it was shared is never changed'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT r.performer_permille INTO NEW.performer_permille
    FROM revenue_share_rules AS r
    WHERE r.kind = NEW.kind AND r.validity @> (NEW.created_at AT TIME ZONE 'UTC')::date;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no rule says how a % of this day is shared', NEW.kind USING ERRCODE = 'check_violation';
    END IF;
    SELECT s.tax, s.fee, s.performer, s.platform
    INTO STRICT NEW.tax_minor, NEW.fee_minor, NEW.performer_minor, NEW.platform_minor
    FROM payment_methods AS m
    JOIN payment_providers AS p ON p.code = m.provider_code
    JOIN countries AS c ON c.code = NEW.tax_country,
        split_payment(NEW.gross_minor, c.tax_permille, p.fee_permille, NEW.performer_permille) AS s
    WHERE m.id = NEW.payment_method_id AND m.user_id = NEW.viewer_id;
    RETURN NEW;
EXCEPTION WHEN no_data_found THEN
    RAISE EXCEPTION 'the instrument is not the payer''s, or the country is unknown' USING ERRCODE = 'foreign_key_violation';
END
$$;

COMMENT ON FUNCTION share_revenue() IS
    'Trigger: compute the shares of a payment by the rules of its day, whatever was written; refuse to change them later';

CALL attach_trigger('transactions', 'share_revenue', 'BEFORE INSERT OR UPDATE', 'share_revenue');

CREATE FUNCTION keep_money() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'a payment is kept: refund it instead' USING ERRCODE = 'restrict_violation';
END
$$;

COMMENT ON FUNCTION keep_money() IS 'Trigger: refuse to delete a payment';

CALL attach_trigger('transactions', 'keep_money', 'BEFORE DELETE', 'keep_money');

-- A payout takes every settled share of its days that was not paid yet. Two sessions that prepare the same payout
-- meet at the temporal key; the shares are locked, so that none goes with two payouts.
CREATE FUNCTION prepare_payout(performer uuid, in_currency text, days daterange) RETURNS uuid
LANGUAGE plpgsql
AS $$
DECLARE
    due uuid[];
    amount bigint;
    account uuid;
    made uuid;
BEGIN
    SELECT array_agg(t.id), sum(t.performer_minor) INTO due, amount
    FROM (
        SELECT x.id, x.performer_minor
        FROM transactions AS x
        WHERE x.performer_id = performer AND x.currency = in_currency AND x.status = 'settled'
            AND x.payout_id IS NULL AND NOT x.needs_review
            AND days @> (x.settled_at AT TIME ZONE 'UTC')::date
        ORDER BY x.id
        FOR UPDATE
    ) AS t;
    IF coalesce(amount, 0) = 0 THEN
        RETURN NULL;
    END IF;
    SELECT a.id INTO account
    FROM payout_accounts AS a
    WHERE a.performer_id = performer AND a.is_default AND a.deleted_at IS NULL AND a.verification_status = 'verified';
    IF account IS NULL THEN
        RAISE EXCEPTION 'performer % has no verified account', performer USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format(
        'INSERT INTO %s (performer_id, payout_account_id, period, amount_minor, currency, status)'
        ' VALUES ($1, $2, $3, $4, $5, ''prepared'') RETURNING id',
        (SELECT beside(u.tableoid::regclass::text, 'payouts') FROM users AS u WHERE u.id = performer)
    ) INTO made USING performer, account, days, amount, in_currency;
    UPDATE transactions SET payout_id = made WHERE performer_id = performer AND id = ANY (due);
    RETURN made;
END
$$;

COMMENT ON FUNCTION prepare_payout(uuid, text, daterange) IS
    'Prepare the payout of a performer in a currency for some days; returns its id, NULL where nothing is due';
