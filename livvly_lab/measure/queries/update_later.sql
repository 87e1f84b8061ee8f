-- A moment later.
item.{column} + interval '1 microsecond'
