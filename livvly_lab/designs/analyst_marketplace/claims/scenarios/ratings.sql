-- a rating that follows the reviews of an analyst

-- an analyst and three readers
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst'),
       (%(anu)s, '+99900000002', '$2b$12$' || repeat('a', 53), 'trader'),
       (%(bala)s, '+99900000003', '$2b$12$' || repeat('a', 53), 'trader'),
       (%(chitra)s, '+99900000004', '$2b$12$' || repeat('a', 53), 'trader')

-- the profile
INSERT INTO {analyst_profiles} (user_id, display_name) VALUES (%(analyst)s, 'Asha Rao')

-- no review
-- wants: 0.00, 0
SELECT avg_rating, total_reviews FROM {analyst_profiles} WHERE user_id = %(analyst)s

-- six stars
-- wants: refused by check
INSERT INTO {reviews} (user_id, analyst_id, rating) VALUES (%(anu)s, %(analyst)s, 6)

-- no star
-- wants: refused by check
INSERT INTO {reviews} (user_id, analyst_id, rating) VALUES (%(anu)s, %(analyst)s, 0)

-- three reviews of five stars
INSERT INTO {reviews} (user_id, analyst_id, rating)
VALUES (%(anu)s, %(analyst)s, 5), (%(bala)s, %(analyst)s, 5), (%(chitra)s, %(analyst)s, 5)

-- the best rating
-- wants: 5.00, 3
SELECT avg_rating, total_reviews FROM {analyst_profiles} WHERE user_id = %(analyst)s

-- two of them change their minds
UPDATE {reviews} SET rating = 4 WHERE user_id IN (%(anu)s, %(bala)s) AND analyst_id = %(analyst)s

-- the mean of 4, 4 and 5
-- wants: 4.33, 3
SELECT avg_rating, total_reviews FROM {analyst_profiles} WHERE user_id = %(analyst)s

-- one review is not approved
UPDATE {reviews} SET is_approved = false WHERE user_id = %(anu)s AND analyst_id = %(analyst)s

-- the mean of 4 and 5
-- wants: 4.50, 2
SELECT avg_rating, total_reviews FROM {analyst_profiles} WHERE user_id = %(analyst)s

-- another is soft-deleted
UPDATE {reviews} SET deleted_at = now() WHERE user_id = %(chitra)s AND analyst_id = %(analyst)s

-- the one that is left
-- wants: 4.00, 1
SELECT avg_rating, total_reviews FROM {analyst_profiles} WHERE user_id = %(analyst)s

-- it is removed
DELETE FROM {reviews} WHERE user_id = %(bala)s AND analyst_id = %(analyst)s

-- no review again
-- wants: 0.00, 0
SELECT avg_rating, total_reviews FROM {analyst_profiles} WHERE user_id = %(analyst)s

-- a rating above five by hand
-- wants: refused by check
UPDATE {analyst_profiles} SET avg_rating = 5.01 WHERE user_id = %(analyst)s

-- analysts of the run whose rating is not that of their reviews
-- wants: 0
SELECT count(*)
FROM analyst_profiles AS p
LEFT JOIN (
  SELECT analyst_id, round(avg(rating), 2) AS rating, count(*) AS reviews
  FROM reviews
  WHERE is_approved AND deleted_at IS NULL
  GROUP BY analyst_id
) AS r ON r.analyst_id = p.user_id
WHERE (p.avg_rating, p.total_reviews) <> (coalesce(r.rating, 0), coalesce(r.reviews, 0))
