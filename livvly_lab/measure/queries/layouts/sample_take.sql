-- Takes the rows of the sample out of their table.
DELETE FROM {table} AS t USING {sample} AS s WHERE {same}
