-- What subscriptions bring a month.

CREATE FUNCTION monthly_paise(billing_cycle text, price integer) RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN CASE billing_cycle WHEN 'yearly' THEN round(price / 12.0)::bigint ELSE price::bigint END;

COMMENT ON FUNCTION monthly_paise(text, integer) IS
    'What a subscription brings a month: its price, or a twelfth of it, rounded to whole paise, where it is yearly';

CREATE FUNCTION calculate_analyst_monthly_revenue(analyst uuid) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(sum(monthly_paise(billing_cycle, final_price)), 0)::bigint
    FROM subscriptions
    WHERE analyst_id = analyst AND status = 'active' AND deleted_at IS NULL
$$;

COMMENT ON FUNCTION calculate_analyst_monthly_revenue(uuid) IS
    'What the active subscriptions of an analyst bring a month, in paise, before commission';
