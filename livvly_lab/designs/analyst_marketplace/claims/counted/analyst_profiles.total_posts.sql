-- What analyst_profiles.total_posts is, counted from other rows (item)
(SELECT count(*) FROM {posts} AS w WHERE w.analyst_id = item.user_id AND w.deleted_at IS NULL)
