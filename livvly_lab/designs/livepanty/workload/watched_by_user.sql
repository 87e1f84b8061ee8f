-- Has this user watched this stream, and how long?
-- endpoint: GET /streams/{id}
-- index: stream_viewers_user_id_stream_id_key
-- runs: shard
-- draw typical: SELECT user_id, stream_id FROM {stream_viewers} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody')::uuid AS user_id, md5('nothing')::uuid AS stream_id
SELECT joined_at, watch_seconds
FROM {stream_viewers}
WHERE user_id = %(user_id)s AND stream_id = %(stream_id)s
