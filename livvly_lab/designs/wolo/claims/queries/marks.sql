-- texts by which no other user is known
SELECT u.id, mark.text
FROM {users} AS u
LEFT JOIN {profiles} AS r ON r.user_id = u.id
CROSS JOIN LATERAL unnest(ARRAY[u.phone, u.email, r.id_hash, r.avatar_url, r.id_media_url]) AS mark (text)
WHERE u.id = ANY (%(ids)s) AND mark.text IS NOT NULL
