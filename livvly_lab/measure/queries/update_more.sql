-- One more.
item.{column} + 1
