"""The livvly design: 27 tables, 13 of them sharded by user."""
