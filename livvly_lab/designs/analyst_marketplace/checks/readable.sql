-- everybody keeps only posts that an own subscription lets them read, after they were written
-- kind: rule
SELECT b.id AS bookmark, b.user_id, p.audience, s.final_price, p.created_at AS written, b.created_at AS kept, s.start_date
FROM bookmarks AS b
JOIN posts AS p ON p.id = b.post_id
LEFT JOIN subscriptions AS s ON s.user_id = b.user_id AND s.analyst_id = p.analyst_id
WHERE s.id IS NULL OR b.created_at < p.created_at OR b.created_at < s.start_date
   OR p.audience = 'paid' AND s.price_paid = 0
