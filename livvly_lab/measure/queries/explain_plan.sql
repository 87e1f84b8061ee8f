-- How would the server run this query?
EXPLAIN (FORMAT JSON) {query}
