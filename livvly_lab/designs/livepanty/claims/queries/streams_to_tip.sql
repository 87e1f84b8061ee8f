-- A live stream of each of them.
INSERT INTO streams (id, host_id, title, category, status, started_at)
SELECT md5('stream ' || n)::uuid, md5('user ' || n)::uuid, 'Live', 'music', 'live', now()
FROM generate_series(1, 12) AS n
