-- the conversion rate of a link, as it is built here and as it is written

-- an analyst
INSERT INTO {users} (id, phone, password_hash, user_type)
VALUES (%(analyst)s, '+99900000001', '$2b$12$' || repeat('a', 53), 'analyst')

-- a link nobody has clicked
-- wants: taken
INSERT INTO {invite_links} (id, analyst_id, invite_code) VALUES (%(link)s, %(analyst)s, 'ASHA-TELEGRAM-TRIED')

-- its rate
-- wants: NULL
SELECT conversion_rate FROM {invite_links} WHERE id = %(link)s

-- 200 clicks, 7 conversions
UPDATE {invite_links} SET total_clicks = 200, unique_visitors = 150, signups_count = 20, conversions_count = 7
WHERE id = %(link)s

-- 7 of 200 in percent
-- wants: 3.50
SELECT conversion_rate FROM {invite_links} WHERE id = %(link)s

-- every click converts
UPDATE {invite_links} SET total_clicks = 3, unique_visitors = 3, signups_count = 3, conversions_count = 3
WHERE id = %(link)s

-- all of them in percent
-- wants: 100.00
SELECT conversion_rate FROM {invite_links} WHERE id = %(link)s

-- a rate by hand
-- wants: refused
UPDATE {invite_links} SET conversion_rate = 50 WHERE id = %(link)s

-- links of the run whose rate is not conversions / clicks * 100
-- wants: 0
SELECT count(*) FROM invite_links
WHERE conversion_rate IS DISTINCT FROM round(100.0 * conversions_count / nullif(total_clicks, 0), 2)

-- a table with the column as written
-- wants: taken
-- of: as written
CREATE TABLE lab_links (
  total_clicks integer DEFAULT 0,
  conversions_count integer DEFAULT 0,
  conversion_rate decimal(5,2) GENERATED ALWAYS AS (conversions_count / total_clicks * 100) STORED
)

-- a link nobody has clicked, as written
-- wants: taken
-- of: as written
INSERT INTO lab_links DEFAULT VALUES

-- 7 of 200 in percent, as written
-- wants: 3.50
-- of: as written
INSERT INTO lab_links (total_clicks, conversions_count) VALUES (200, 7) RETURNING conversion_rate
