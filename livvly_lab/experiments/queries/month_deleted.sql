-- Deletes the rows of one month.
DELETE FROM {name} WHERE {at} >= {first} AND {at} < {after}
