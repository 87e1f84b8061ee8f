-- How many rows are in the sample?
SELECT count(*) FROM {sample}
