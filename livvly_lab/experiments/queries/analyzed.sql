-- Lets the planner look at a table.
ANALYZE {name}
