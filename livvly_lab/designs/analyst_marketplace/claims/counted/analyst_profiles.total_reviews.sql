-- What analyst_profiles.total_reviews is, counted from other rows (item)
(SELECT count(*) FROM {reviews} AS w WHERE w.analyst_id = item.user_id AND w.deleted_at IS NULL AND w.is_approved)
