-- what is left in the table of the number of an identity document

-- two users
INSERT INTO {users} (id, phone)
VALUES (%(first)s, '+221770008801'), (%(second)s, '+221770008802')

-- a number as it is written on the card
-- wants: ****0017, 64
-- of: numbers that can be read
INSERT INTO {profiles} (user_id, full_name, date_of_birth, id_number, id_type, id_country)
VALUES (%(first)s, 'Awa Diop', '1990-01-01', '1 234 1990 00017', 'national_id', 'SEN')
RETURNING id_number, length(id_hash)

-- the same number changed later
-- wants: ****0018
-- of: numbers that can be read
UPDATE {profiles} SET id_number = '1 234 1990 00018' WHERE user_id = %(first)s RETURNING id_number

-- a number behind four stars, as if it were masked already
-- wants: ****0017
-- of: numbers that can be read
INSERT INTO {profiles} (user_id, full_name, date_of_birth, id_number, id_type, id_country)
VALUES (%(second)s, 'Awa Fall', '1990-01-01', '****1234199000017', 'national_id', 'SEN')
RETURNING id_number
