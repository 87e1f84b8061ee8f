-- Lets rows of a table refer to the users, whatever shard they live in.
ALTER TABLE {table} ADD FOREIGN KEY ({column}) REFERENCES {target} ({key})
