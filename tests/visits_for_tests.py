"""A small design whose plans are foreseeable: guests on two shards and their visits, kinds shared by all."""

from datetime import UTC, datetime
from typing import Any

from designs_for_tests import function_in
from psycopg import Connection, sql
from sqlalchemy import Column, Date, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.dialects.postgresql import JSONB, UUID

from livvly_lab.domain.design import Design
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.domain.placement import Placement
from livvly_lab.domain.population import Chunk, Population
from livvly_lab.domain.query import Query, parse_query
from livvly_lab.scratch.ddl import create

SHARDS = 2
GUESTS = 400
VISITS = 10 * GUESTS

_GUESTS = (
    "-- draw typical: SELECT guest_id FROM {visits} GROUP BY guest_id ORDER BY guest_id LIMIT 4\n"
    "-- draw absent: SELECT md5('nobody')::uuid AS guest_id\n"
)
_NAMES = "-- draw typical: SELECT name FROM {guests} ORDER BY name LIMIT 2\n"
_PLACES = "-- draw typical: SELECT generate_series(1, 4) AS place\n"

_QUERIES = (
    (
        "latest_visits",
        "idx_visits_guest",
        _GUESTS,
        "SELECT place FROM {visits} WHERE guest_id = %(guest_id)s ORDER BY at DESC LIMIT 3",
    ),
    ("first_guests", "idx_guests_id_name", "", "SELECT born FROM {guests} ORDER BY id LIMIT 5"),
    ("guest_ignoring_case", "idx_guests_lower_name", _NAMES, "SELECT born FROM {guests} WHERE lower(name) = %(name)s"),
    ("guest_by_name", "idx_guests_lower_name", _NAMES, "SELECT born FROM {guests} WHERE name = %(name)s"),
    ("kind_by_name", "idx_kinds_name", "", "SELECT id FROM {kinds} WHERE name = 'short'"),
    (
        "live_visits",
        "idx_visits_live",
        _PLACES,
        "SELECT at FROM {visits} WHERE place = %(place)s AND deleted_at IS NULL ORDER BY at LIMIT 5",
    ),
    ("all_visits", "idx_visits_live", _PLACES, "SELECT at FROM {visits} WHERE place = %(place)s"),
    ("visits_with_note", "none", "", """SELECT at FROM {visits} WHERE note @> '{"number": 7}'"""),
    ("visits_by_text_of_note", "idx_visits_note_gin", "", "SELECT at FROM {visits} WHERE note ->> 'number' = '7'"),
    ("visits_by_story", "idx_visits_at", "", "SELECT place FROM {visits} WHERE story = 'none'"),
    ("visits_everywhere", "none", "", "SELECT count(*) AS visits FROM {visits}"),
)
_RUNS = {"kind_by_name": "shared", "visits_everywhere": "scatter"}


def query(name: str, index: str, draws: str, text: str, runs: str = "shard") -> Query:
    """Return a query from the parts of its file."""
    return parse_query(
        name, f"-- {name}?\n-- endpoint: GET /{name}\n-- index: {index}\n-- runs: {runs}\n{draws}{text}\n"
    )


WORKLOAD = tuple(query(*parts, _RUNS.get(parts[0], "shard")) for parts in _QUERIES)


def named(*names: str) -> tuple[Query, ...]:
    """Return some queries of the workload."""
    return tuple(next(query for query in WORKLOAD if query.name == name) for name in names)


def visits_in(layout: str) -> PhysicalDesign:
    """Return the design laid out; each of its indexes wins or loses for one reason alone."""
    metadata = MetaData(naming_convention={"pk": "%(table_name)s_pkey", "uq": "%(table_name)s_%(column_0_N_name)s_key"})
    guests = _table(metadata, "guests", _column("name", String(40)), _column("born", Date), _deleted())
    kinds = _table(metadata, "kinds", _column("name", String(40)))
    visits = _table(
        metadata,
        "visits",
        _column("guest_id", UUID, ForeignKey("guests.id", name="visits_guest_id_fkey")),
        _column("place", Integer),
        _column("at", DateTime(timezone=True)),
        Column("note", JSONB, comment="note"),
        Column("story", Text, comment="story"),
        _deleted(),
        Unique("guest_id", "at"),
    )
    for name, *keys in (
        ("idx_guests_id_name", guests.c.id, guests.c.name),
        ("idx_guests_lower_name", text("lower(name)"), guests.c.born),
        ("idx_kinds_name", kinds.c.name),
        ("idx_visits_at", visits.c.at),
        ("idx_visits_guest", visits.c.guest_id),
        ("idx_visits_place", visits.c.place),
    ):
        Index(name, *keys, info={"comment": name})
    Index(
        "idx_visits_live",
        visits.c.place,
        visits.c.at,
        postgresql_where=text("deleted_at IS NULL"),
        info={"comment": "live"},
    )
    Index("idx_visits_note_gin", visits.c.note, postgresql_using="gin", info={"comment": "note"})
    placement = Placement("guests", {"guests": "id", "visits": "guest_id"}, {"kinds": "reference data"})
    as_of = datetime(2026, 11, 1, tzinfo=UTC)
    nobody = Population(as_of, (), {}, frozenset(), {}, lambda *_: Chunk({}, {}), lambda *_: iter(()))
    return PhysicalDesign(
        Design("visits", "Visits", "", metadata, placement, (), nobody, WORKLOAD), LAYOUTS[layout], SHARDS
    )


def build_visits(connection: Connection[Any], layout: str) -> PhysicalDesign:
    """Create the design with its rows, analysed, in an empty database."""
    physical = visits_in(layout)
    create(connection, physical, function_in(layout))
    connection.execute("INSERT INTO kinds (name) VALUES ('short'), ('long'), ('strange')")
    for table, rows in _ROWS.items():
        for home in physical.homes(table):
            _fill(connection, physical, table, home.name, home.shard, rows)
    connection.execute("ANALYZE")
    return physical


_ROWS = {
    "guests": sql.SQL(
        "SELECT md5('g' || n)::uuid AS id, 'guest ' || n AS name, date '1980-01-01' + n AS born"
        " FROM generate_series(1, {}) AS n"
    ).format(GUESTS),
    "visits": sql.SQL(
        "SELECT md5('v' || n)::uuid AS id, md5('g' || 1 + n % {})::uuid AS guest_id, n % 50 AS place,"
        " timestamptz '2026-01-01Z' + n * interval '1 hour' AS at, jsonb_build_object('number', n) AS note,"
        " CASE WHEN n % 100 = 0 THEN"
        " (SELECT string_agg(md5(n || '/' || m), '') FROM generate_series(1, 200) AS m) END AS story,"
        " CASE WHEN n % 9 = 0 THEN timestamptz '2026-10-01Z' END AS deleted_at"
        " FROM generate_series(1, {}) AS n"
    ).format(GUESTS, VISITS),
}


def _fill(
    connection: Connection[Any],
    physical: PhysicalDesign,
    table: str,
    home: str,
    shard: int | None,
    rows: sql.Composed,
) -> None:
    """Fill one physical table with the rows that live there."""
    key = physical.design.placement.keys[table]
    at_home = "true" if shard is None else f"{function_in(physical.layout.name).sql(key, SHARDS)} = {shard}"
    columns = sql.SQL("id, name, born" if table == "guests" else "id, guest_id, place, at, note, story, deleted_at")
    connection.execute(
        sql.SQL("INSERT INTO {home} ({columns}) SELECT * FROM ({rows}) AS made WHERE {at_home}").format(
            home=sql.Identifier(home), columns=columns, rows=rows, at_home=sql.SQL(at_home)
        )
    )


def _table(metadata: MetaData, name: str, *parts: Any) -> Table:
    identity = Column("id", UUID, primary_key=True, server_default=text("gen_random_uuid()"), comment="id")
    return Table(name, metadata, identity, *parts, comment=name)


def _column(name: str, kind: Any, *parts: Any) -> Column[Any]:
    return Column(name, kind, *parts, nullable=False, comment=name)


def _deleted() -> Column[Any]:
    return Column("deleted_at", DateTime(timezone=True), comment="When it was deleted")
