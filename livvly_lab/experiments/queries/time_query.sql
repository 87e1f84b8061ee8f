-- How long does the server execute this query?
EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) {query}
