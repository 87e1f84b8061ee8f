-- The statistics triggers. Counters change by what a row changes them by, in one UPDATE, so that sessions wait for
-- each other at the row of the counter and none of them overwrites another. What must be counted anew (a mean, a
-- latest moment) is counted in a statement of its own after that row is locked: it then sees what the session before
-- has committed.

CREATE FUNCTION update_analyst_review_stats() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    reviewed uuid;
BEGIN
    FOR reviewed IN
        SELECT DISTINCT a.id FROM (VALUES (OLD.analyst_id), (NEW.analyst_id)) AS a (id) WHERE a.id IS NOT NULL ORDER BY a.id
    LOOP
        PERFORM FROM analyst_profiles WHERE user_id = reviewed FOR NO KEY UPDATE;
        UPDATE analyst_profiles
        SET (avg_rating, total_reviews) = (
            SELECT coalesce(round(avg(r.rating), 2), 0), count(*)
            FROM reviews AS r
            WHERE r.analyst_id = reviewed AND r.is_approved AND r.deleted_at IS NULL
        )
        WHERE user_id = reviewed;
    END LOOP;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION update_analyst_review_stats() IS
    'Recalculates avg_rating and total_reviews of the analyst from the approved, live reviews';

CREATE FUNCTION update_analyst_subscriber_counts() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE analyst_profiles AS p
    SET total_subscribers = p.total_subscribers + change.begun,
        active_subscribers = p.active_subscribers + change.active,
        monthly_revenue = p.monthly_revenue + change.paise
    FROM (
        SELECT s.analyst_id,
            coalesce(sum(s.sign) FILTER (WHERE s.status <> 'pending_payment'), 0) AS begun,
            coalesce(sum(s.sign) FILTER (WHERE s.status = 'active'), 0) AS active,
            coalesce(sum(s.sign * monthly_paise(s.billing_cycle, s.final_price)) FILTER (WHERE s.status = 'active'), 0)
                AS paise
        FROM (
            VALUES (-1, OLD.analyst_id, OLD.status, OLD.deleted_at, OLD.billing_cycle, OLD.final_price),
                (1, NEW.analyst_id, NEW.status, NEW.deleted_at, NEW.billing_cycle, NEW.final_price)
        ) AS s (sign, analyst_id, status, deleted_at, billing_cycle, final_price)
        WHERE s.analyst_id IS NOT NULL AND s.deleted_at IS NULL
        GROUP BY s.analyst_id
    ) AS change
    WHERE p.user_id = change.analyst_id AND (change.begun, change.active, change.paise) <> (0, 0, 0);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION update_analyst_subscriber_counts() IS
    'Updates total_subscribers, active_subscribers and monthly_revenue of the analyst by what a subscription changes';

CREATE FUNCTION update_post_bookmark_count() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE posts AS p
    SET bookmarks_count = p.bookmarks_count + change.bookmarks
    FROM (
        SELECT b.post_id, sum(b.sign) AS bookmarks
        FROM (VALUES (-1, OLD.post_id), (1, NEW.post_id)) AS b (sign, post_id)
        WHERE b.post_id IS NOT NULL
        GROUP BY b.post_id
    ) AS change
    WHERE p.id = change.post_id AND change.bookmarks <> 0;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION update_post_bookmark_count() IS 'Updates bookmarks_count of the post that is kept or let go';

CREATE FUNCTION update_analyst_post_stats() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    author uuid;
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE analyst_profiles
        SET total_posts = total_posts + 1, last_post_at = greatest(last_post_at, NEW.created_at)
        WHERE user_id = NEW.analyst_id AND NEW.deleted_at IS NULL;
        RETURN NULL;
    END IF;
    FOR author IN
        SELECT DISTINCT a.id FROM (VALUES (OLD.analyst_id), (NEW.analyst_id)) AS a (id)
        WHERE a.id IS NOT NULL ORDER BY a.id
    LOOP
        UPDATE analyst_profiles
        SET total_posts = total_posts
            + CASE WHEN NEW.analyst_id = author AND NEW.deleted_at IS NULL THEN 1 ELSE 0 END
            - CASE WHEN OLD.analyst_id = author AND OLD.deleted_at IS NULL THEN 1 ELSE 0 END
        WHERE user_id = author;
        UPDATE analyst_profiles
        SET last_post_at = (SELECT max(created_at) FROM posts WHERE analyst_id = author AND deleted_at IS NULL)
        WHERE user_id = author;
    END LOOP;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION update_analyst_post_stats() IS 'Updates total_posts and last_post_at of the author of a post';

CREATE FUNCTION update_chat_channel_stats() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    channel uuid;
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE chat_channels
        SET total_messages = total_messages + 1, last_message_at = greatest(last_message_at, NEW.created_at)
        WHERE id = NEW.channel_id AND NOT NEW.is_deleted;
        RETURN NULL;
    END IF;
    FOR channel IN
        SELECT DISTINCT c.id FROM (VALUES (OLD.channel_id), (NEW.channel_id)) AS c (id)
        WHERE c.id IS NOT NULL ORDER BY c.id
    LOOP
        UPDATE chat_channels
        SET total_messages = total_messages
            + CASE WHEN NEW.channel_id = channel AND NOT NEW.is_deleted THEN 1 ELSE 0 END
            - CASE WHEN OLD.channel_id = channel AND NOT OLD.is_deleted THEN 1 ELSE 0 END
        WHERE id = channel;
        UPDATE chat_channels
        SET last_message_at = (SELECT max(created_at) FROM chat_messages WHERE channel_id = channel AND NOT is_deleted)
        WHERE id = channel;
    END LOOP;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION update_chat_channel_stats() IS
    'Updates total_messages and last_message_at of a channel by the messages that were not taken down';

CREATE FUNCTION increment_discount_code_usage() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.discount_code_used IS DISTINCT FROM OLD.discount_code_used THEN
        UPDATE discount_codes SET usage_count = usage_count + 1 WHERE id = NEW.discount_code_used;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION increment_discount_code_usage() IS
    'Increments usage_count of the code a subscription uses; the CHECK on its limit refuses one redemption too many';

CALL attach_trigger(
    'reviews',
    'review_stats',
    'AFTER INSERT OR DELETE OR UPDATE OF analyst_id, rating, is_approved, deleted_at',
    'update_analyst_review_stats'
);
CALL attach_trigger(
    'subscriptions',
    'subscriber_counts',
    'AFTER INSERT OR DELETE OR UPDATE OF analyst_id, status, billing_cycle, final_price, deleted_at',
    'update_analyst_subscriber_counts'
);
CALL attach_trigger(
    'bookmarks', 'bookmark_count', 'AFTER INSERT OR DELETE OR UPDATE OF post_id', 'update_post_bookmark_count'
);
CALL attach_trigger(
    'posts',
    'post_stats',
    'AFTER INSERT OR DELETE OR UPDATE OF analyst_id, created_at, deleted_at',
    'update_analyst_post_stats'
);
CALL attach_trigger(
    'chat_messages',
    'channel_stats',
    'AFTER INSERT OR DELETE OR UPDATE OF channel_id, created_at, is_deleted',
    'update_chat_channel_stats'
);
CALL attach_trigger(
    'subscriptions',
    'discount_code_usage',
    'AFTER INSERT OR UPDATE OF discount_code_used',
    'increment_discount_code_usage'
);
