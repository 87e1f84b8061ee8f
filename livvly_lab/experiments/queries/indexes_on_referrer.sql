-- How many indexes does the referring table have?
SELECT count(*) FROM pg_index WHERE indrelid = 'pg_temp.lab_referrer'::regclass
