-- reviews of one analyst by one user

-- an analyst and a reader
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst'),
       (%(reader)s, '+99900000002', '$2b$12$' || repeat('a', 53), 'trader')

-- a first review
-- wants: taken
INSERT INTO {reviews} (user_id, analyst_id, rating) VALUES (%(reader)s, %(analyst)s, 5)

-- a second review
-- wants: refused by unique
INSERT INTO {reviews} (user_id, analyst_id, rating) VALUES (%(reader)s, %(analyst)s, 1)

-- the analyst reviews himself
-- wants: refused by check
INSERT INTO {reviews} (user_id, analyst_id, rating) VALUES (%(analyst)s, %(analyst)s, 5)

-- a review by nobody
-- wants: refused by not null
INSERT INTO {reviews} (analyst_id, rating) VALUES (%(analyst)s, 5)

-- the first is soft-deleted
UPDATE {reviews} SET deleted_at = now() WHERE user_id = %(reader)s AND analyst_id = %(analyst)s

-- a new review after the first was soft-deleted
-- wants: taken
-- of: after a soft delete
INSERT INTO {reviews} (user_id, analyst_id, rating) VALUES (%(reader)s, %(analyst)s, 4)
