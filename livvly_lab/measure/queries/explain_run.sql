-- How does the server run this query, and how long does it take?
EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}
