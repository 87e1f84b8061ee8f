-- What subscriptions.final_price is, computed from the same row (item)
item.price_paid - item.discount_applied
