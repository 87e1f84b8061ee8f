-- Copies rows.
INSERT INTO lab_churned OVERRIDING SYSTEM VALUE SELECT * FROM {table} LIMIT {rows}
