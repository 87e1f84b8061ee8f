-- Which files came with this message?
-- endpoint: GET /messages/:id/attachments
-- index: idx_message_attachments_message
-- runs: shard
-- draw typical:
--   SELECT message_id AS message_id
--   FROM {message_attachments}
--   GROUP BY message_id
--   ORDER BY md5(message_id::text)
--   LIMIT 10
-- draw hot:
--   SELECT message_id AS message_id
--   FROM {message_attachments}
--   GROUP BY message_id
--   ORDER BY count(*) DESC, 1
--   LIMIT 3
-- draw absent: SELECT md5('nobody ' || n)::uuid AS message_id FROM generate_series(1, 2) AS n
SELECT storage_uri, media_type, size_bytes
FROM {message_attachments}
WHERE message_id = %(message_id)s AND scan_status = 'clean'
