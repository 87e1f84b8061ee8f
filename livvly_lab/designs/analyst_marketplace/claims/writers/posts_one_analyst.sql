-- posts of one analyst
INSERT INTO {posts} (analyst_id, content, post_type)
VALUES (%(analyst)s, 'BUY RELIANCE', 'call')
