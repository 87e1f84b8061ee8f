-- Prices, offers, shares and payouts hold on days, and no two of one thing on the same day: a temporal key. PostgreSQL
-- 18 knows it (WITHOUT OVERLAPS); before that an exclusion constraint refuses the same rows. Both need btree_gist.

CREATE PROCEDURE never_overlapping(target regclass, columns text[], days text, says text)
LANGUAGE plpgsql
AS $$
DECLARE
    home regclass;
    part regclass;
    name text;
    is_temporal boolean := current_setting('server_version_num')::integer >= 180000;
BEGIN
    FOR home IN SELECT homes_of(target) LOOP
        name := target::text || '_never_overlapping'
            || coalesce('_s' || substring(home::text FROM '_shard_([0-9]+)$'), '');
        EXECUTE format(
            'ALTER TABLE %s ADD CONSTRAINT %I %s', home, name,
            CASE
                WHEN is_temporal THEN format(
                    'UNIQUE (%s, %I WITHOUT OVERLAPS)', (SELECT string_agg(quote_ident(c), ', ') FROM unnest(columns) AS c), days
                )
                ELSE format(
                    'EXCLUDE USING gist (%s, %I WITH &&)',
                    (SELECT string_agg(quote_ident(c) || ' WITH =', ', ') FROM unnest(columns) AS c), days
                )
            END
        );
        FOR part IN
            SELECT name::regclass UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = name::regclass
        LOOP
            EXECUTE format('COMMENT ON INDEX %s IS %L', part, says);
        END LOOP;
    END LOOP;
END
$$;

COMMENT ON PROCEDURE never_overlapping(regclass, text[], text, text) IS
    'Refuse two rows of the same columns whose days overlap, in the way this server has for it';

CALL never_overlapping(
    'plan_prices', '{performer_id,plan_id,region_code}', 'validity', 'One price for each plan, region and day'
);
CALL never_overlapping('promotions', '{performer_id,plan_id}', 'validity', 'One offer for each plan and day');
CALL never_overlapping(
    'payouts', '{performer_id,currency}', 'period', 'No day of a performer is paid out twice in one currency'
);
CALL never_overlapping('revenue_share_rules', '{kind}', 'validity', 'One rule for each kind of sale and day');

CREATE FUNCTION price_of(plan uuid, country text, at_day date DEFAULT current_date)
RETURNS TABLE (amount_minor bigint, currency varchar)
LANGUAGE sql STABLE
AS $$
    SELECT p.amount_minor, p.currency
    FROM plan_prices AS p
    JOIN countries AS c ON c.code = country
    WHERE p.plan_id = plan AND p.region_code = c.region_code AND p.validity @> at_day
$$;

COMMENT ON FUNCTION price_of(uuid, text, date) IS
    'What a plan costs in a country on a day, without tax; no row where it is not sold there';

-- An offer is taken by the subscription that names it. The CHECK on redemptions refuses one too many: sessions wait
-- for each other at the row of the offer, so that the last place is not given twice.
CREATE FUNCTION redeem() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.promotion_id IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE promotions
    SET redemptions = redemptions + 1
    WHERE id = NEW.promotion_id AND plan_id = NEW.plan_id
        AND validity @> (NEW.started_at AT TIME ZONE 'UTC')::date;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the offer does not hold for this plan on this day' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION redeem() IS 'Trigger: count an offer that a subscription takes, and refuse one that does not hold';

CALL attach_trigger('subscriptions', 'redeem', 'AFTER INSERT', 'redeem');
