-- What analyst_profiles.last_post_at is, counted from other rows (item)
(SELECT max(w.created_at) FROM {posts} AS w WHERE w.analyst_id = item.user_id AND w.deleted_at IS NULL)
