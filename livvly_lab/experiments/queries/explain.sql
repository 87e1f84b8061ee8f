-- How would a query be run?
EXPLAIN (FORMAT JSON) {query}
