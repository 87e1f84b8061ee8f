-- What payment_transactions.payout_amount is, computed from the same row (item)
item.amount - item.platform_commission
