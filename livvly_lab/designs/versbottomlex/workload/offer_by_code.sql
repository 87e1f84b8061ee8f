-- Does this performer have an offer with this code?
-- endpoint: POST /subscriptions
-- index: promotions_performer_id_code_key
-- runs: shard
-- draw typical: SELECT performer_id, code FROM {promotions} ORDER BY md5(id::text) LIMIT 10
-- draw absent: SELECT md5('nobody')::uuid AS performer_id, 'NOTHING' AS code
SELECT id, plan_id, percent_off, validity, most_redemptions, redemptions
FROM {promotions}
WHERE performer_id = %(performer_id)s AND code = %(code)s
