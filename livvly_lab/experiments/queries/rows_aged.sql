-- Makes rows some days older than they are kept for, or younger where the days are negative.
UPDATE {table} SET {column} = now() - %(kept)s::interval - make_interval(days => %(days)s) WHERE {key} = ANY (%(ids)s)
