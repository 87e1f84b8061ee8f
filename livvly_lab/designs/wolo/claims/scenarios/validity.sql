-- codes and the ninety days of their pack

-- the owner
INSERT INTO {users} (id, phone) VALUES (%(owner)s, '+221770009201')

-- the pot
INSERT INTO {pots} (id, owner_user_id, title, target_amount_cfa, birthday_date, scheduled_open_at)
VALUES (%(pot)s, %(owner)s, 'Anniversaire', 50000, '2030-12-31', '2030-12-01 00:00+00')

-- a pack of ninety days
INSERT INTO {packs} (id, name, description, category, base_price_cfa)
VALUES (%(pack)s, 'Cinéma', 'Deux places', 'cinema', 10000)

-- a code of ninety days
INSERT INTO {qr_codes} (id, pot_id, pack_id, code, redeemable_from, expires_at)
VALUES (%(code)s, %(pot)s, %(pack)s, 'TRIED-90', '2030-12-31 00:00+00', '2031-03-31 00:00+00')

-- a code that ends the day after the birthday
-- wants: refused
-- of: codes that end otherwise
UPDATE {qr_codes} SET expires_at = redeemable_from + interval '1 day' WHERE id = %(code)s

-- a code that lasts ten years
-- wants: refused
-- of: codes that end otherwise
UPDATE {qr_codes} SET expires_at = redeemable_from + interval '10 years' WHERE id = %(code)s

-- a code that begins a month before the birthday
-- wants: refused
-- of: codes that end otherwise
UPDATE {qr_codes} SET redeemable_from = '2030-12-01 00:00+00' WHERE id = %(code)s

-- a pack that says nothing of its validity
-- wants: 90
-- of: the validity by default
INSERT INTO {packs} (name, description, category, base_price_cfa)
VALUES ('Spa', 'Une heure', 'spa', 20000)
RETURNING validity_days

-- a code that ends before it begins
-- wants: refused by check
-- of: the validity by default
UPDATE {qr_codes} SET expires_at = redeemable_from - interval '1 day' WHERE id = %(code)s
