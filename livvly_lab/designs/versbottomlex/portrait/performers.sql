-- the performers with most followers, and what they stream
SELECT p.stage_name AS name,
       u.country_code AS country,
       (SELECT string_agg(c.name, ', ') FROM performer_categories AS k JOIN categories AS c ON c.id = k.category_id WHERE k.performer_id = p.user_id) AS categories,
       (SELECT count(*) FROM follows AS f WHERE f.performer_id = p.user_id) AS followers,
       (SELECT count(*) FROM subscriptions AS s WHERE s.performer_id = p.user_id AND s.status = 'active') AS subscribers,
       (SELECT round(coalesce(sum(t.gross_minor), 0) / 100.0) FROM tips AS t WHERE t.performer_id = p.user_id)::int AS dollars_in_tips,
       p.chat_mode AS chat_for,
       (SELECT s.title FROM streams AS s WHERE s.performer_id = p.user_id AND s.status = 'ended' AND s.deleted_at IS NULL ORDER BY s.started_at DESC LIMIT 1) AS latest_stream
FROM performer_profiles AS p
JOIN users AS u ON u.id = p.user_id
WHERE p.deleted_at IS NULL AND p.created_at < %(as_of)s
ORDER BY (SELECT count(*) FROM follows AS f WHERE f.performer_id = p.user_id) DESC, p.user_id
LIMIT 8
