-- Keeps those of the sample that stand in this physical table.
CREATE TEMP TABLE {part} AS SELECT s.* FROM {sample} AS s JOIN {home} AS t ON {same}
