-- What is this gift called in Tamil? The first example of REQ-DB-005: a projection, found by the primary key.
-- endpoint: GET /gifts/{id}
-- index: gifts_pkey
-- runs: shared
-- draw typical: SELECT id AS gift_id FROM {gifts} ORDER BY sort_order
-- draw absent: SELECT md5('no gift')::uuid AS gift_id
SELECT names ->> 'ta' AS name_tamil
FROM {gifts}
WHERE id = %(gift_id)s
