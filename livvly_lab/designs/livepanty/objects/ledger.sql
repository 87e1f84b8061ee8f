-- The ledger moves the wallets. An entry that is inserted is applied to its account by post_entry, which writes the
-- balances before and after as the row of the wallet has them while it is locked; so no two sessions see the same
-- balance before (and entries are numbered without a gap). Nothing else moves a balance. At commit the legs of every
-- transaction must sum to zero.

CREATE FUNCTION post_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
BEGIN
    IF NEW.created_at <> now() THEN
        RAISE EXCEPTION 'entries are posted at the time of their transaction, not at %', NEW.created_at
            USING ERRCODE = 'check_violation';
    END IF;
    UPDATE wallets
    SET balance = balance + CASE NEW.account WHEN 'wallet' THEN NEW.amount ELSE 0 END,
        purchases_balance = purchases_balance + CASE NEW.account WHEN 'purchases' THEN NEW.amount ELSE 0 END,
        fees_balance = fees_balance + CASE NEW.account WHEN 'fees' THEN NEW.amount ELSE 0 END,
        payouts_balance = payouts_balance + CASE NEW.account WHEN 'payouts' THEN NEW.amount ELSE 0 END,
        last_entry = last_entry + 1
    WHERE user_id = NEW.user_id
    RETURNING
        last_entry,
        CASE NEW.account
            WHEN 'wallet' THEN balance
            WHEN 'purchases' THEN purchases_balance
            WHEN 'fees' THEN fees_balance
            WHEN 'payouts' THEN payouts_balance
        END
    INTO NEW.entry_number, NEW.balance_after;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'user % has no wallet', NEW.user_id USING ERRCODE = 'foreign_key_violation';
    END IF;
    NEW.balance_before := NEW.balance_after - NEW.amount;
    NEW.platform_fee := CASE NEW.account WHEN 'fees' THEN NEW.amount ELSE 0 END;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION post_entry() IS
    'Trigger: apply an entry to its account and write the balances before and after into it';

CREATE TRIGGER post_entry BEFORE INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION post_entry();

CREATE FUNCTION check_double_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    total numeric;
BEGIN
    SELECT sum(amount) INTO total
    FROM ledger
    WHERE transaction_id = NEW.transaction_id AND created_at = NEW.created_at;
    IF total <> 0 THEN
        RAISE EXCEPTION 'transaction % does not balance: its legs sum to %', NEW.transaction_id, total
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION check_double_entry() IS
    'Trigger, at commit: refuse a transaction whose legs do not sum to zero';

CREATE CONSTRAINT TRIGGER double_entry AFTER INSERT ON ledger
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_double_entry();

CREATE FUNCTION guard_wallet() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.last_entry > 0 THEN
            RAISE EXCEPTION 'the wallet of user % has a history', OLD.user_id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF (NEW.balance, NEW.reserved_balance, NEW.purchases_balance, NEW.fees_balance, NEW.payouts_balance, NEW.last_entry)
            <> (0, 0, 0, 0, 0, 0)
        THEN
            RAISE EXCEPTION 'a wallet begins empty' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF pg_trigger_depth() = 1 -- not from within post_entry
        AND (NEW.user_id, NEW.balance, NEW.purchases_balance, NEW.fees_balance, NEW.payouts_balance, NEW.last_entry)
        <> (OLD.user_id, OLD.balance, OLD.purchases_balance, OLD.fees_balance, OLD.payouts_balance, OLD.last_entry)
    THEN
        RAISE EXCEPTION 'only an entry in the ledger moves a balance' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION guard_wallet() IS
    'Trigger: refuse to move a balance without an entry in the ledger';

DO $$
DECLARE
    home regclass;
BEGIN
    FOR home IN SELECT homes_of('wallets') LOOP
        EXECUTE format(
            'CREATE TRIGGER guard_wallet BEFORE INSERT OR UPDATE OR DELETE ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION guard_wallet()', home
        );
    END LOOP;
END
$$;

CREATE PROCEDURE post_transaction(about uuid, what text, of_users uuid[], of_accounts text[], of_amounts bigint[])
LANGUAGE sql
AS $$
    -- Wallets are locked in the order of their users, so that two transactions never wait for each other.
    INSERT INTO ledger (transaction_id, kind, user_id, account, amount, balance_before, balance_after, entry_number)
    SELECT about, what, leg.of_user, leg.of_account, leg.of_amount, 0, 0, 1
    FROM unnest(of_users, of_accounts, of_amounts) AS leg (of_user, of_account, of_amount)
    WHERE leg.of_amount <> 0
    ORDER BY leg.of_user, leg.of_account
$$;

COMMENT ON PROCEDURE post_transaction(uuid, text, uuid[], text[], bigint[]) IS
    'Write the legs of one transaction: users, accounts and amounts side by side, legs of nothing left out';

CREATE PROCEDURE reverse_transaction(about uuid, posted timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, livepanty_maintenance, pg_temp
AS $$
DECLARE
    users_of uuid[];
    accounts_of text[];
    amounts_of bigint[];
BEGIN
    SELECT array_agg(user_id), array_agg(account), array_agg(-amount) INTO users_of, accounts_of, amounts_of
    FROM ledger
    WHERE transaction_id = about AND created_at = posted AND kind <> 'reversal';
    IF users_of IS NULL THEN
        RAISE EXCEPTION 'no transaction % at %', about, posted USING ERRCODE = 'no_data_found';
    END IF;
    PERFORM FROM wallets WHERE user_id = ANY (users_of) ORDER BY user_id FOR UPDATE;
    IF EXISTS (SELECT FROM ledger WHERE transaction_id = about AND kind = 'reversal') THEN
        RAISE EXCEPTION 'transaction % was reversed before', about USING ERRCODE = 'unique_violation';
    END IF;
    CALL post_transaction(about, 'reversal', users_of, accounts_of, amounts_of);
END
$$;

COMMENT ON PROCEDURE reverse_transaction(uuid, timestamptz) IS
    'Correct a transaction by its opposite, once: the only correction an append-only ledger knows';

-- What should never find anything: run after a load, by a job, and by whoever doubts.
CREATE FUNCTION broken_accounts() RETURNS TABLE (broken_user uuid, broken_account text, why text)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    entries text := 'SELECT user_id, account, entry_number, balance_before, balance_after FROM ledger';
    month regclass;
BEGIN
    FOR month IN
        SELECT oid FROM pg_class
        WHERE relnamespace = to_regnamespace('archive') AND relkind = 'r' AND relname ~ '^ledger_[0-9]{4}_[0-9]{2}$'
    LOOP
        entries := entries || format(
            ' UNION ALL SELECT user_id, account, entry_number, balance_before, balance_after FROM %s', month
        );
    END LOOP;
    RETURN QUERY EXECUTE format(
        $query$
        WITH chained AS (
            SELECT
                user_id, account, entry_number, balance_before,
                lag(balance_after, 1, 0::bigint) OVER chain AS was,
                lag(entry_number, 1, 0::bigint) OVER (PARTITION BY user_id ORDER BY entry_number) AS earlier,
                last_value(balance_after) OVER whole AS ends
            FROM (%s) AS entries
            WINDOW
                chain AS (PARTITION BY user_id, account ORDER BY entry_number),
                whole AS (chain ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
        ),
        latest AS (
            SELECT user_id, max(entry_number) AS entry_number FROM chained GROUP BY user_id
        )
        SELECT DISTINCT user_id, account::text, 'an entry does not begin where the one before ended'
        FROM chained WHERE balance_before <> was
        UNION ALL
        SELECT DISTINCT user_id, account::text, 'an entry is missing before one'
        FROM chained WHERE entry_number <> earlier + 1
        UNION ALL
        SELECT w.user_id, a.account, 'the wallet holds something else'
        FROM wallets AS w
        CROSS JOIN LATERAL (
            VALUES
                ('wallet', w.balance), ('purchases', w.purchases_balance), ('fees', w.fees_balance),
                ('payouts', w.payouts_balance)
        ) AS a (account, holds)
        LEFT JOIN (SELECT DISTINCT user_id, account, ends FROM chained) AS l
            ON l.user_id = w.user_id AND l.account = a.account
        WHERE a.holds <> coalesce(l.ends, 0)
        UNION ALL
        SELECT w.user_id, 'wallet', 'the wallet counts other entries'
        FROM wallets AS w
        LEFT JOIN latest AS l USING (user_id)
        WHERE w.last_entry <> coalesce(l.entry_number, 0)
        $query$, entries
    );
END
$$;

COMMENT ON FUNCTION broken_accounts() IS
    'Accounts whose entries do not follow each other, or that a wallet does not agree with; archived months count too';
