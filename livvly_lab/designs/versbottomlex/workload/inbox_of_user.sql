-- What was written to this user?
-- endpoint: GET /me/inbox
-- index: idx_messages_owner
-- runs: shard
-- draw typical:
--   SELECT owner_id AS owner_id
--   FROM {messages}
--   WHERE stream_id IS NULL
--   GROUP BY owner_id
--   ORDER BY md5(owner_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT owner_id AS owner_id
--   FROM {messages}
--   WHERE stream_id IS NULL
--   GROUP BY owner_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS owner_id FROM generate_series(1, 2) AS n
SELECT id, sender_id, body, created_at, read_at
FROM {messages}
WHERE owner_id = %(owner_id)s AND stream_id IS NULL AND deleted_at IS NULL
ORDER BY created_at DESC
LIMIT 30
