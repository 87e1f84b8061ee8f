-- What does this message say, in this language or else in English?
-- endpoint: GET /messages/{key}
-- index: idx_system_messages_key
-- runs: shared
-- draw typical: SELECT message_key AS key, 'ta' AS language FROM {system_messages} ORDER BY message_key LIMIT 10
-- draw absent: SELECT 'error_unheard_of' AS key, 'en' AS language
SELECT coalesce(messages ->> %(language)s, messages ->> 'en') AS message, category
FROM {system_messages}
WHERE message_key = %(key)s
