-- What is the greatest value of a column?
SELECT max({column}) FROM {table}
