-- What do the rows of somebody's last days add up to?
SELECT {amounts} FROM {table} WHERE {key} = %(id)s AND {at} > %(until)s - make_interval(days => %(days)s)
