-- how many values a column has, and how many different ones
SELECT count({column}), count(DISTINCT {column}) FROM {table}
