-- The partition of one month.
CREATE TABLE {name} PARTITION OF lab_parts FOR VALUES FROM ({first}) TO ({after})
