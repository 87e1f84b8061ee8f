-- What posts.actual_profit_percent is, computed from the same row (item)
round(CASE item.action WHEN 'SELL' THEN -100 ELSE 100 END * (item.actual_exit_price - item.actual_entry_price) / item.actual_entry_price, 2)
