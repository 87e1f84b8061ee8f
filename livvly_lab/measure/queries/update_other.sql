-- Another value of the column that stands in the table.
(SELECT other.{column} FROM {table} AS other WHERE other.{column} IS DISTINCT FROM item.{column} LIMIT 1)
