-- bookmarks of one post by two readers

-- an analyst and two readers
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst'),
       (%(anu)s, '+99900000002', '$2b$12$' || repeat('a', 53), 'trader'),
       (%(bala)s, '+99900000003', '$2b$12$' || repeat('a', 53), 'trader')

-- a post
INSERT INTO {posts} (id, analyst_id, content, post_type) VALUES (%(post)s, %(analyst)s, 'BUY RELIANCE', 'call')

-- one reader keeps it
-- wants: taken
INSERT INTO {bookmarks} (user_id, post_id) VALUES (%(anu)s, %(post)s)

-- the same reader keeps it again
-- wants: refused by unique
INSERT INTO {bookmarks} (user_id, post_id) VALUES (%(anu)s, %(post)s)

-- another reader keeps it
-- wants: taken
INSERT INTO {bookmarks} (user_id, post_id) VALUES (%(bala)s, %(post)s)

-- nobody keeps it
-- wants: refused by not null
INSERT INTO {bookmarks} (post_id) VALUES (%(post)s)

-- the first lets it go
DELETE FROM {bookmarks} WHERE user_id = %(anu)s AND post_id = %(post)s

-- and keeps it once more
-- wants: taken
INSERT INTO {bookmarks} (user_id, post_id) VALUES (%(anu)s, %(post)s)

-- bookmarks the post counts
-- wants: 2
SELECT bookmarks_count FROM {posts} WHERE id = %(post)s
