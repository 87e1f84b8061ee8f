-- From when on may every soft-deleted row be deleted for good?
SELECT max({deleted}) + make_interval(days => %(days)s + 1) FROM {table}
