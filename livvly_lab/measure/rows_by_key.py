"""Names rows by their primary key in SQL, whatever columns it has."""

from psycopg import sql

from livvly_lab.domain.physical import PhysicalDesign


def key_columns(physical: PhysicalDesign, table: str) -> tuple[str, ...]:
    """Return the columns of a table's primary key."""
    return tuple(str(column.name) for column in physical.design.table(table).primary_key.columns)


def key_list(physical: PhysicalDesign, table: str) -> sql.Composed:
    """Return the primary key as a list of columns."""
    return sql.SQL(", ").join(map(sql.Identifier, key_columns(physical, table)))


def same_row(physical: PhysicalDesign, table: str, one: str, other: str) -> sql.Composed:
    """Return the condition that two aliases stand for the row of one key."""
    pairs = ((sql.Identifier(one, name), sql.Identifier(other, name)) for name in key_columns(physical, table))
    return sql.SQL(" AND ").join(sql.SQL("{} = {}").format(*pair) for pair in pairs)
