"""The analyst marketplace: 16 tables, 13 of them sharded, most by the analyst who runs them."""

from livvly_lab.designs.analyst_marketplace.claims import CLAIMS
from livvly_lab.designs.analyst_marketplace.load import BALANCE, LOAD, TWO_PARTY
from livvly_lab.designs.analyst_marketplace.placement import PLACEMENT, SECTIONS
from livvly_lab.designs.analyst_marketplace.population import POPULATION
from livvly_lab.designs.analyst_marketplace.sampling import PORTRAIT, SAMPLES
from livvly_lab.designs.analyst_marketplace.schema import METADATA
from livvly_lab.designs.workload import read_objects, read_workload
from livvly_lab.domain.design import Design
from livvly_lab.domain.targets import Targets

ANALYST_MARKETPLACE = Design(
    name="analyst_marketplace",
    title="Analyst Marketplace",
    summary="Stock market calls of SEBI-registered analysts, sold by subscription to traders in India.",
    metadata=METADATA,
    placement=PLACEMENT,
    sections=SECTIONS,
    population=POPULATION,
    workload=read_workload(__package__),
    objects=read_objects(__package__),
    load=LOAD,
    two_party=TWO_PARTY,
    balance=BALANCE,
    targets=Targets(
        latency_ms=2_000,
        index_share_low=None,
        index_share_high=None,
        overhead_low=None,
        overhead_high=None,
        source="analyst_marketplace Overview",
    ),
    samples=SAMPLES,
    portrait=PORTRAIT,
    claims=CLAIMS,
)
