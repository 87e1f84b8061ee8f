-- How many rows does a table hold, and what do their hashes sum up to, whatever the order?
SELECT count(*), coalesce(sum(hash_record_extended(r, 0)::numeric), 0)::text FROM {table} AS r
