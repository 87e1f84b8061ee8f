-- What analyst_profiles.active_subscribers is, counted from other rows (item)
(SELECT count(*) FROM {subscriptions} AS w WHERE w.analyst_id = item.user_id AND w.deleted_at IS NULL AND w.status = 'active')
