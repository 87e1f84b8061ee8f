-- What discount_codes.usage_count is, counted from other rows (item)
(SELECT count(*) FROM {subscriptions} AS w WHERE w.discount_code_used = item.id)
