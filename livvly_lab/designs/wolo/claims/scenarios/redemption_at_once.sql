-- eight sessions that redeem one code at once

-- the owner
INSERT INTO {users} (id, phone) VALUES (%(owner)s, '+221770009101')

-- the pot
INSERT INTO {pots} (id, owner_user_id, title, target_amount_cfa, birthday_date, scheduled_open_at)
VALUES (%(pot)s, %(owner)s, 'Anniversaire', 50000, '2020-12-31', '2020-12-01 00:00+00')

-- the pack
INSERT INTO {packs} (id, name, description, category, base_price_cfa)
VALUES (%(pack)s, 'Cinéma', 'Deux places', 'cinema', 10000)

-- two codes
INSERT INTO {qr_codes} (id, pot_id, pack_id, code, redeemable_from, expires_at)
VALUES (%(code)s, %(pot)s, %(pack)s, 'TRIED-1', now() - interval '1 day', now() + interval '89 days'),
       (%(second)s, %(pot)s, %(pack)s, 'TRIED-2', now() - interval '1 day', now() + interval '89 days')

-- what all sessions read of a code
-- wants: issued
-- of: reading first, then writing
SELECT status FROM {qr_codes} WHERE code = 'TRIED-2'

-- eight sessions that have read so redeem it
-- wants: 1
-- of: reading first, then writing
-- sessions: 8
UPDATE {qr_codes} SET status = 'redeemed', redeemed_at = now() WHERE code = 'TRIED-2'

-- eight sessions redeem another, on the condition that it is still issued
-- wants: 1
-- of: one statement with the condition
-- sessions: 8
UPDATE {qr_codes} SET status = 'redeemed', redeemed_at = now() WHERE code = 'TRIED-1' AND status = 'issued'

-- eight successes of one code are written to the log of scans
-- wants: 1
-- of: successes in the log
-- sessions: 8
INSERT INTO {qr_redemption_logs} (qr_code_id, validation_result) VALUES (%(code)s, 'success')
