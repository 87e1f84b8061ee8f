-- Is this switch on, and for whom?
-- endpoint: any request
-- index: feature_flags_flag_key_key
-- runs: shared
-- draw typical: SELECT flag_key AS key FROM {feature_flags} ORDER BY md5(flag_key) LIMIT 10
-- draw absent: SELECT 'nothing' AS key
SELECT is_enabled, flag_value, rollout_percentage, target_regions
FROM {feature_flags}
WHERE flag_key = %(key)s
