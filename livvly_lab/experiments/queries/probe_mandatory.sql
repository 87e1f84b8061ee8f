-- Which columns of the copy must have a value?
SELECT attname FROM pg_attribute WHERE attrelid = 'pg_temp.lab_probe'::regclass AND attnum > 0 AND attnotnull
