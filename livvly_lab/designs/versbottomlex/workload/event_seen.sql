-- Has this provider told of this payment before?
-- endpoint: POST /webhooks/:provider
-- index: provider_events_pkey
-- runs: shared
-- draw typical: SELECT provider_code, provider_ref FROM {provider_events} ORDER BY md5(provider_ref) LIMIT 10
-- draw absent: SELECT 'cardly' AS provider_code, 'pay_nothing' AS provider_ref
SELECT transaction_id
FROM {provider_events}
WHERE provider_code = %(provider_code)s AND provider_ref = %(provider_ref)s
