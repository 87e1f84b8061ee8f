-- A letter more.
item.{column} || 'x'
