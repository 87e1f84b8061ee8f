-- Is there a mark of the lab in this database?
SELECT to_regclass('livvly_lab.load') IS NOT NULL
