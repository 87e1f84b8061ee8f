-- users with and without something by which they can be reached

-- an empty phone and no address
-- wants: refused by check
-- of: values that reach somebody
INSERT INTO {users} (id, phone) VALUES (%(blank)s, '')

-- an address without a place
-- wants: refused by check
-- of: values that reach somebody
INSERT INTO {users} (id, email) VALUES (%(placeless)s, 'nowhere')

-- a phone alone
-- wants: taken
-- of: values that are there
INSERT INTO {users} (id, phone) VALUES (%(caller)s, '+221770009901')

-- an email address alone
-- wants: taken
-- of: values that are there
INSERT INTO {users} (id, email) VALUES (%(writer)s, 'writer@example.sn')

-- neither
-- wants: refused by check
-- of: values that are there
INSERT INTO {users} (id) VALUES (%(nobody)s)

-- the phone taken away from who has nothing else
-- wants: refused by check
-- of: values that are there
UPDATE {users} SET phone = NULL WHERE id = %(caller)s
