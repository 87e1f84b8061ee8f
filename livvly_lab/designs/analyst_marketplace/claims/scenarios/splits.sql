-- payments whose shares add up, do not, or are not known

-- an analyst and a reader
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst'),
       (%(reader)s, '+99900000002', '$2b$12$' || repeat('a', 53), 'trader')

-- a captured payment of ₹999 split into 80 and 20 percent
-- wants: taken
INSERT INTO {payment_transactions}
  (user_id, analyst_id, transaction_type, amount, status, payout_amount, platform_commission)
VALUES (%(reader)s, %(analyst)s, 'renewal', 99900, 'captured', 79920, 19980)

-- one that loses a paisa
-- wants: refused by check
INSERT INTO {payment_transactions}
  (user_id, analyst_id, transaction_type, amount, status, payout_amount, platform_commission)
VALUES (%(reader)s, %(analyst)s, 'renewal', 99900, 'captured', 79920, 19979)

-- one that makes a paisa
-- wants: refused by check
INSERT INTO {payment_transactions}
  (user_id, analyst_id, transaction_type, amount, status, payout_amount, platform_commission)
VALUES (%(reader)s, %(analyst)s, 'renewal', 4, 'captured', 4, 1)

-- one with a negative commission
-- wants: refused by check
INSERT INTO {payment_transactions}
  (user_id, analyst_id, transaction_type, amount, status, payout_amount, platform_commission)
VALUES (%(reader)s, %(analyst)s, 'renewal', 99900, 'captured', 100000, -100)

-- a captured payment that is not split
-- wants: refused by check
INSERT INTO {payment_transactions} (user_id, analyst_id, transaction_type, amount, status)
VALUES (%(reader)s, %(analyst)s, 'renewal', 99900, 'captured')

-- a captured payment of which one share is not known
-- wants: refused by check
INSERT INTO {payment_transactions} (user_id, analyst_id, transaction_type, amount, status, payout_amount)
VALUES (%(reader)s, %(analyst)s, 'renewal', 99900, 'captured', 79920)

-- a pending payment of which one share exceeds the whole and the other is not known
-- wants: refused by check
-- of: before it is captured
INSERT INTO {payment_transactions} (user_id, analyst_id, transaction_type, amount, status, payout_amount)
VALUES (%(reader)s, %(analyst)s, 'renewal', 99900, 'pending', 199900)
