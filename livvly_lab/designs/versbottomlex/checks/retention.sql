-- a recording expires by its policy, is soft-deleted within a day of that unless held, and gone after the days of grace
-- kind: time
SELECT a.id AS recording, a.retention_code, a.created_at, a.expires_at, a.deleted_at, a.legal_hold
FROM stream_archives AS a
JOIN retention_policies AS p ON p.code = a.retention_code
CROSS JOIN (SELECT max(created_at) AS now FROM stream_views JOIN streams ON streams.id = stream_id) AS clock
WHERE a.expires_at IS DISTINCT FROM a.created_at + make_interval(days => p.keep_days)
    OR NOT a.legal_hold AND a.expires_at + interval '1 day' < clock.now AND a.deleted_at IS NULL
    OR NOT a.legal_hold AND a.deleted_at < clock.now - make_interval(days => p.grace_days)
