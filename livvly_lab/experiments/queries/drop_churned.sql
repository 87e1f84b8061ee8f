-- Removes the copy.
DROP TABLE IF EXISTS pg_temp.lab_churned
