-- How many blocks of indexes, and of tables, indexes and TOAST, were found in shared buffers, and how many were read?
SELECT
  coalesce(sum(idx_blks_hit), 0)::bigint,
  coalesce(sum(idx_blks_read), 0)::bigint,
  coalesce(sum(coalesce(idx_blks_hit, 0) + heap_blks_hit + coalesce(toast_blks_hit, 0) + coalesce(tidx_blks_hit, 0)), 0)::bigint,
  coalesce(sum(coalesce(idx_blks_read, 0) + heap_blks_read + coalesce(toast_blks_read, 0) + coalesce(tidx_blks_read, 0)), 0)::bigint
FROM pg_statio_user_tables
