"""From a key to a shard, in Python and in SQL, the same answer."""
