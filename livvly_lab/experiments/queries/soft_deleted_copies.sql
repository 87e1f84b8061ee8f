-- Two equal copies of rows of a table, of which a share is marked as deleted, with an index on all rows and on live ones.
CREATE TEMPORARY TABLE lab_full ON COMMIT DROP AS
SELECT
  {others},
  CASE WHEN mod(abs(hashtext(tableoid::text || ctid::text)::bigint), 100) < {percent} THEN now() END AS {deleted}
FROM {table}
LIMIT {rows};

CREATE TEMPORARY TABLE lab_partial ON COMMIT DROP AS TABLE lab_full;

CREATE INDEX lab_full_index ON lab_full ({key}, {newest} DESC);
CREATE INDEX lab_partial_index ON lab_partial ({key}, {newest} DESC) WHERE {deleted} IS NULL;
ANALYZE lab_full, lab_partial
