-- Deletes for good what was soft-deleted long enough ago.
DELETE FROM {table} WHERE {deleted} < %(as_of)s::timestamptz - make_interval(days => %(days)s)
