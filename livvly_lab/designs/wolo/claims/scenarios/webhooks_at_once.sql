-- eight sessions that process what Wave tells of one payment at once

-- the owner
INSERT INTO {users} (id, phone) VALUES (%(owner)s, '+221770009301')

-- the pot
INSERT INTO {pots} (id, owner_user_id, title, target_amount_cfa, birthday_date, scheduled_open_at)
VALUES (%(pot)s, %(owner)s, 'Anniversaire', 50000, '2030-12-31', '2030-12-01 00:00+00')

-- the payment, begun
INSERT INTO {donations} (id, pot_id, amount_cfa, wave_transaction_id) VALUES (%(payment)s, %(pot)s, 5000, 'TX-TRIED')

-- eight sessions process events of their own without a key, all of that payment
-- wants: 1
-- of: a payment told again by other events
-- sessions: 8
WITH seen AS (
  INSERT INTO {wave_webhook_events} (wave_event_id, event_type, donation_id, raw_payload)
  VALUES ('EV-OTHER-' || %(session)s, 'payment.succeeded', %(payment)s, jsonb_build_object())
  ON CONFLICT DO NOTHING
  RETURNING donation_id
)
UPDATE {donations} SET status = 'succeeded', confirmed_at = now() FROM seen WHERE id = seen.donation_id

-- eight sessions process the same event
-- wants: 1
-- of: an event that comes again
-- sessions: 8
WITH seen AS (
  INSERT INTO {wave_webhook_events} (wave_event_id, event_type, donation_id, raw_payload)
  VALUES ('EV-TRIED', 'payment.succeeded', %(payment)s, jsonb_build_object())
  ON CONFLICT DO NOTHING
  RETURNING donation_id
)
UPDATE {donations} SET status = 'succeeded', confirmed_at = now() FROM seen WHERE id = seen.donation_id

-- eight sessions process events of their own with the same idempotency key
-- wants: 1
-- of: an event that comes again
-- sessions: 8
WITH seen AS (
  INSERT INTO {wave_webhook_events} (wave_event_id, event_type, donation_id, raw_payload, idempotency_key)
  VALUES ('EV-KEY-' || %(session)s, 'payment.succeeded', %(payment)s, jsonb_build_object(), 'KEY-TRIED')
  ON CONFLICT DO NOTHING
  RETURNING donation_id
)
UPDATE {donations} SET status = 'succeeded', confirmed_at = now() FROM seen WHERE id = seen.donation_id

-- the same transaction as a second payment
-- wants: refused by unique
-- of: an event that comes again
INSERT INTO {donations} (pot_id, amount_cfa, wave_transaction_id) VALUES (%(pot)s, 5000, 'TX-TRIED')
