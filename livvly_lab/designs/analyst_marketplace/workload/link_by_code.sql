-- Where does this invite link lead? All shards are asked: the code does not say whose it is.
-- endpoint: GET /i/{code}
-- index: idx_invite_links_live
-- runs: scatter
-- draw typical: SELECT invite_code AS code FROM {invite_links} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT 'NOBODY-TELEGRAM' AS code
SELECT id, analyst_id, discount_code_id, expires_at, max_uses, signups_count
FROM {invite_links}
WHERE invite_code = %(code)s AND is_active AND deleted_at IS NULL
