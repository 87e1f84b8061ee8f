-- Writes rows one by one, each by a statement of its own.
DO $write$
DECLARE
  item record;
BEGIN
  FOR item IN SELECT * FROM {batch} LIMIT {rows} LOOP
    INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE VALUES ({values});
  END LOOP;
END
$write$
