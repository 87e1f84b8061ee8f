-- the analysts with most subscribers, and what they said last
SELECT p.display_name AS name,
       coalesce(p.sebi_number, p.ria_number) AS registration,
       array_to_string(p.specializations, ', ') AS specializations,
       array_to_string(p.languages, ', ') AS languages,
       p.avg_rating AS stars,
       p.active_subscribers AS subscribers,
       round(p.monthly_revenue / 100.0)::int AS rupees_a_month,
       (SELECT w.content FROM posts AS w WHERE w.analyst_id = p.user_id AND w.deleted_at IS NULL ORDER BY w.created_at DESC LIMIT 1) AS latest_post
FROM analyst_profiles AS p
WHERE p.verification_status = 'approved' AND p.deleted_at IS NULL AND p.created_at < %(as_of)s
ORDER BY p.active_subscribers DESC, p.id
LIMIT 8
