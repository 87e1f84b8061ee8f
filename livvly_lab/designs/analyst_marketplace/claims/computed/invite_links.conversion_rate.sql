-- What invite_links.conversion_rate is, computed from the same row (item)
round(100.0 * item.conversions_count / nullif(item.total_clicks, 0), 2)
