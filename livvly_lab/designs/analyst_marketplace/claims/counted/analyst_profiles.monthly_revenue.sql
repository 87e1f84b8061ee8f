-- What analyst_profiles.monthly_revenue is, counted from other rows (item)
calculate_analyst_monthly_revenue(item.user_id)
