-- Who was invited to this pot?
-- endpoint: GET /me/pots/{pot}/invitations
-- index: none
-- runs: shard
-- draw typical: SELECT id AS pot_id FROM {pots} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody ' || n)::uuid AS pot_id FROM generate_series(1, 2) AS n
SELECT invitation_method, recipient_identifier, sent_at, clicked_at
FROM {pot_invitations}
WHERE pot_id = %(pot_id)s
ORDER BY sent_at
