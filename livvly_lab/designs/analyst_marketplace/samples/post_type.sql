-- what kind of post analysts write
-- distribution: post type
-- kind: choices
-- unit: posts
SELECT post_type, count(*) FROM posts GROUP BY 1
