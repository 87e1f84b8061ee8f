-- What analyst_profiles.avg_rating is, counted from other rows (item)
(SELECT coalesce(round(avg(rating), 2), 0) FROM {reviews} AS w WHERE w.analyst_id = item.user_id AND w.deleted_at IS NULL AND w.is_approved)
