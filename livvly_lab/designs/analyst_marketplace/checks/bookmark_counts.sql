-- the bookmarks of every post are counted right
-- kind: balance
SELECT p.id AS post, p.bookmarks_count, coalesce(b.bookmarks, 0) AS bookmarks
FROM posts AS p
LEFT JOIN (SELECT post_id, count(*) AS bookmarks FROM bookmarks GROUP BY post_id) AS b ON b.post_id = p.id
WHERE p.bookmarks_count <> coalesce(b.bookmarks, 0)
