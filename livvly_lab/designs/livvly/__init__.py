"""The livvly design: 27 tables, 13 of them sharded by user."""

from livvly_lab.designs.livvly.capacity import CAPACITY
from livvly_lab.designs.livvly.claims import CLAIMS, CRITERIA
from livvly_lab.designs.livvly.load import BALANCE, LOAD, TWO_PARTY
from livvly_lab.designs.livvly.placement import EXTENSIONS, MONTHLY, PLACEMENT, REFERENCE_TABLES, SECTIONS
from livvly_lab.designs.livvly.population import POPULATION
from livvly_lab.designs.livvly.sampling import PORTRAIT, SAMPLES
from livvly_lab.designs.livvly.schema import METADATA
from livvly_lab.designs.workload import read_objects, read_workload
from livvly_lab.domain.design import Design
from livvly_lab.domain.targets import Targets

LIVVLY = Design(
    name="livvly",
    title="livvly",
    summary="Audio and video calls, gifts and live rooms with creators, in five Indian languages.",
    metadata=METADATA,
    placement=PLACEMENT,
    sections=SECTIONS,
    population=POPULATION,
    workload=read_workload(__package__),
    extensions=EXTENSIONS,
    monthly=MONTHLY,
    reference_tables=REFERENCE_TABLES,
    objects=read_objects(__package__),
    load=LOAD,
    two_party=TWO_PARTY,
    balance=BALANCE,
    targets=Targets(
        latency_ms=200,
        index_share_low=0.7,
        index_share_high=0.9,
        overhead_low=0.3,
        overhead_high=0.4,
        source="livvly REQ-DB-003",
    ),
    samples=SAMPLES,
    portrait=PORTRAIT,
    claims=CLAIMS,
    criteria=CRITERIA,
    capacity=CAPACITY,
)
