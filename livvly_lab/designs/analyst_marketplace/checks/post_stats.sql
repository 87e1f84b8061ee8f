-- the posts of every analyst and the latest of them are those that were not taken down
-- kind: balance
SELECT p.id AS profile, p.total_posts, w.posts, p.last_post_at, w.last
FROM analyst_profiles AS p
LEFT JOIN (
  SELECT analyst_id, count(*) AS posts, max(created_at) AS last FROM posts WHERE deleted_at IS NULL GROUP BY analyst_id
) AS w ON w.analyst_id = p.user_id
WHERE p.total_posts <> coalesce(w.posts, 0) OR p.last_post_at IS DISTINCT FROM w.last
