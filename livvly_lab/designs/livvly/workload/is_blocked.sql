-- Has this user blocked that one? Asked before every call.
-- endpoint: POST /calls
-- index: user_blocks_blocker_id_blocked_id_key
-- runs: shard
-- draw typical:
--   SELECT blocker_id, blocked_id FROM {user_blocks} ORDER BY md5(id::text) LIMIT 10
-- draw absent:
--   SELECT md5('nobody ' || n)::uuid AS blocker_id, md5('nobody else')::uuid AS blocked_id
--   FROM generate_series(1, 2) AS n
SELECT EXISTS (
  SELECT FROM {user_blocks} WHERE blocker_id = %(blocker_id)s AND blocked_id = %(blocked_id)s
) AS blocked
