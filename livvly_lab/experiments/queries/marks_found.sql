-- In how many rows does each column hold one of some texts?
SELECT {counts} FROM {table}
