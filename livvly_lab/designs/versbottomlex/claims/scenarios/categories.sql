-- a tree of categories that is bent

-- a category of its own below another one
-- wants: taken
INSERT INTO {categories} (id, parent, slug, name, description, least_rating, position)
VALUES (2001, 5, 'tried', 'Tried', 'Tried', 'general', 90)

-- one below itself
-- wants: refused by check
INSERT INTO {categories} (id, parent, slug, name, description, least_rating, position)
VALUES (2002, 2002, 'tried-2', 'Tried', 'Tried', 'general', 91)

-- one below its child
-- wants: refused by check
UPDATE {categories} SET parent = 2001, position = 1 WHERE id = 5

-- the top below its grandchild's child
-- wants: refused by check
UPDATE {categories} SET parent = 16, position = 1 WHERE id = 1

-- a fifth level
-- wants: refused by check
INSERT INTO {categories} (id, parent, slug, name, description, least_rating, position)
VALUES (2003, 16, 'tried-3', 'Tried', 'Tried', 'general', 92)

-- a branch moved elsewhere
-- wants: 1
UPDATE {categories} SET parent = 4, position = 93 WHERE id = 2001

-- categories without a path from the top
-- wants: 0
SELECT count(*) FROM {categories} AS c WHERE NOT EXISTS (SELECT FROM category_paths AS p WHERE p.id = c.id)
