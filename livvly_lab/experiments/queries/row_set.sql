-- Sets some columns of a row to values given as JSON.
UPDATE {table} AS item SET ({columns}) = ROW ({changed})
FROM jsonb_populate_record(NULL::{table}, %(values)s) AS new
WHERE item.{key} = %(id)s
