-- Gives one child a column of its own.
ALTER TABLE {child} ADD COLUMN of_this_shard_alone integer
