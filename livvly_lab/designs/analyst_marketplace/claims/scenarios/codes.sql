-- discount codes at the limits of percentage and use

-- an analyst
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst')

-- 1 percent
-- wants: taken
INSERT INTO {discount_codes} (analyst_id, code, discount_type, discount_value)
VALUES (%(analyst)s, 'TRIED-1', 'percentage', 1)

-- 100 percent
-- wants: taken
INSERT INTO {discount_codes} (analyst_id, code, discount_type, discount_value)
VALUES (%(analyst)s, 'TRIED-100', 'percentage', 100)

-- 0 percent
-- wants: refused by check
INSERT INTO {discount_codes} (analyst_id, code, discount_type, discount_value)
VALUES (%(analyst)s, 'TRIED-0', 'percentage', 0)

-- 101 percent
-- wants: refused by check
INSERT INTO {discount_codes} (analyst_id, code, discount_type, discount_value)
VALUES (%(analyst)s, 'TRIED-101', 'percentage', 101)

-- ₹101 off
-- wants: taken
INSERT INTO {discount_codes} (analyst_id, code, discount_type, discount_value)
VALUES (%(analyst)s, 'TRIED-RUPEES', 'fixed_amount', 10100)

-- used as often as it may be
-- wants: taken
INSERT INTO {discount_codes} (analyst_id, code, discount_type, discount_value, usage_limit, usage_count)
VALUES (%(analyst)s, 'TRIED-FULL', 'percentage', 10, 10, 10)

-- used once more
-- wants: refused by check
UPDATE {discount_codes} SET usage_count = 11 WHERE code = 'TRIED-FULL'

-- used without a limit
-- wants: taken
UPDATE {discount_codes} SET usage_count = 1000000 WHERE code = 'TRIED-1'
