-- Indexes a JSON column by GIN.
CREATE INDEX lab_gin ON lab_json USING gin ({column})
