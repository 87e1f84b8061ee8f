-- How far are sums and shares of random amounts off, in one type and in another?
WITH drawn AS MATERIALIZED (
  SELECT round((random() * 10000)::numeric, 2) AS exact FROM generate_series(1, %(rows)s)
)
SELECT
  sum(exact::{type}) - sum(exact),
  sum((exact * %(share)s::numeric)::{type}) - sum(exact) * %(share)s::numeric,
  sum(exact::{against})::text::numeric - sum(exact),
  sum(exact::{against} * %(share)s::{against})::text::numeric - sum(exact) * %(share)s::numeric
FROM drawn
