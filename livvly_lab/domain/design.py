"""A design: the tables, where they live, what fills them, what is asked of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import MetaData, Table

from livvly_lab.domain.capacity import Capacity
from livvly_lab.domain.claims import Claim, Criterion
from livvly_lab.domain.load import BalanceClaim, LoadMeasure, TwoParty
from livvly_lab.domain.placement import Placement
from livvly_lab.domain.population import Population
from livvly_lab.domain.query import Query
from livvly_lab.domain.sample import Portrait, Sample
from livvly_lab.domain.targets import Targets


@dataclass(frozen=True)
class Section:
    """A subsystem of the design, one sheet of its ERD."""

    key: str
    title: str
    tables: tuple[str, ...]


@dataclass(frozen=True)
class MonthlyPartitions:
    """A shared table partitioned by month: `column` decides, `ahead` months exist before they are needed."""

    table: str
    column: str
    ahead: int = 3


@dataclass(frozen=True)
class Design:
    """Everything a design declares; the lab needs nothing else to build, fill and measure it.

    `metadata` holds the logical tables. Conventions: every table and column has a `comment`; an index keeps
    its comment in `info["comment"]`; a column the specification leaves open has `info["source"] == "ours"`,
    every other names its requirement there; `info["soft_reference"]` ("table.column", or several separated
    by a comma) marks a reference that no foreign key could hold in any layout.
    `reference_tables` are filled from `data/<name>/<table>.json`, in this order.
    `objects` are SQL files (name -> text) executed after the tables.
    `load` is what counts as load on a shard, `two_party` the relations whose second party may live in another
    shard, `balance` the promise that the shards are even, `targets` what is promised about speed and cost.
    `samples` are how the population's distributions are measured, `portrait` whom of it to show. `capacity` is what it
    plans to grow to, on which machine and with which pools. `claims` are what the specification asserts,
    `criteria` what it wants before it is accepted; both may be empty.
    """

    name: str
    title: str
    summary: str
    metadata: MetaData
    placement: Placement
    sections: tuple[Section, ...]
    population: Population
    workload: tuple[Query, ...]
    extensions: tuple[str, ...] = ()
    monthly: tuple[MonthlyPartitions, ...] = ()
    reference_tables: tuple[str, ...] = ()
    objects: Mapping[str, str] = field(default_factory=dict)
    load: tuple[LoadMeasure, ...] = ()
    two_party: tuple[TwoParty, ...] = ()
    balance: BalanceClaim | None = None
    targets: Targets | None = None
    samples: tuple[Sample, ...] = ()
    portrait: Portrait | None = None
    claims: tuple[Claim, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    capacity: Capacity | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """The logical tables, referenced ones first."""
        return tuple(self.metadata.sorted_tables)

    def table(self, name: str) -> Table:
        """Return one logical table by its name."""
        return self.metadata.tables[name]

    def section_of(self, table: str) -> Section:
        """Return the section a table belongs to."""
        return next(section for section in self.sections if table in section.tables)

    @property
    def anchors(self) -> tuple[str, ...]:
        """The tables sharded by an id of their own, which rows of other tables follow: the root, then any other."""
        placement = self.placement
        own = [name for name, key in placement.keys.items() if self._is_own(name, key) and name != placement.root]
        return (placement.root, *own)

    def _is_own(self, name: str, key: str) -> bool:
        column = self.table(name).columns.get(key)
        return column is not None and column.primary_key and not column.foreign_keys

    def monthly_of(self, table: str) -> MonthlyPartitions | None:
        """Return a table's monthly partitioning, or None."""
        return next((monthly for monthly in self.monthly if monthly.table == table), None)
