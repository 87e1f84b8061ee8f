-- Sets a setting until the transaction ends.
SELECT set_config(%(name)s, %(value)s, true)
