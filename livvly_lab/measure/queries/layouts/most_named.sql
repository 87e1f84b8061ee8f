-- Who is named most often in this column?
SELECT t.{column} FROM {table} AS t JOIN {target} AS r ON r.{key} = t.{column}
GROUP BY t.{column} ORDER BY count(*) DESC, t.{column} LIMIT {most}
