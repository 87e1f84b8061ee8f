-- Which rows name this user, and in which physical table do they stand?
SELECT concat_ws('/', {keys}), t.tableoid::regclass::text FROM {table} AS t WHERE t.{column} = {user}
