-- What is this setting?
-- endpoint: start of a service
-- index: system_config_config_key_key
-- runs: shared
-- draw typical: SELECT config_key AS key FROM {system_config} ORDER BY md5(config_key) LIMIT 10
-- draw absent: SELECT 'nothing' AS key
SELECT config_value, data_type
FROM {system_config}
WHERE config_key = %(key)s
