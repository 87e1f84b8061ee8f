-- An empty temporary copy of a table with its types and CHECKs, gone with the transaction.
CREATE TEMPORARY TABLE lab_probe (LIKE {table} INCLUDING CONSTRAINTS) ON COMMIT DROP
