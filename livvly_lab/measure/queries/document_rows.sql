-- How many rows does a table hold, and in how many of them is a column not NULL?
SELECT count(*), count({column}) FROM {table}
