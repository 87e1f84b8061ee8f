-- An empty temporary table like another one, with its keys and indexes.
CREATE TEMPORARY TABLE lab_churned (LIKE {table} INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING INDEXES)
