-- Sets a setting until the session ends.
SELECT set_config(%(name)s, %(value)s, false)
