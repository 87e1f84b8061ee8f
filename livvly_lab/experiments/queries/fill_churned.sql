-- Copies rows.
INSERT INTO lab_churned ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {table} LIMIT {rows}
