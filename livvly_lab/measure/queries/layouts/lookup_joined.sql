-- Which rows of this table have the key that another relation gives? The planner does not know it.
SELECT t.* FROM unnest(ARRAY[{value}]) AS given (key) JOIN {table} AS t ON t.{key} = given.key
