-- Moves the pending entries of a GIN index where they belong, as a later insert or VACUUM would.
SELECT gin_clean_pending_list(%(index)s::regclass)
