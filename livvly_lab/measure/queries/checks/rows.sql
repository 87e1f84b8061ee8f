-- Does this table hold another number of rows than were written to it?
SELECT {name} AS in_table, count(*) AS rows, {written} AS written FROM ONLY {table} HAVING count(*) <> {written}
