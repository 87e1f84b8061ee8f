"""The livepanty design: 16 tables of a streaming platform with tips, 12 of them sharded by user, and one ledger."""

from livvly_lab.designs.livepanty.claims import CLAIMS
from livvly_lab.designs.livepanty.load import LOAD, TWO_PARTY
from livvly_lab.designs.livepanty.placement import MONTHLY, PLACEMENT, SECTIONS
from livvly_lab.designs.livepanty.population import POPULATION
from livvly_lab.designs.livepanty.sampling import PORTRAIT, SAMPLES
from livvly_lab.designs.livepanty.schema import METADATA
from livvly_lab.designs.workload import read_objects, read_workload
from livvly_lab.domain.design import Design

LIVEPANTY = Design(
    name="livepanty",
    title="LivePanty",
    summary="Live streams with tips in tokens: a double-entry ledger, identity before payouts, row-level security.",
    metadata=METADATA,
    placement=PLACEMENT,
    sections=SECTIONS,
    population=POPULATION,
    workload=read_workload(__package__),
    monthly=MONTHLY,
    objects=read_objects(__package__),
    load=LOAD,
    two_party=TWO_PARTY,
    samples=SAMPLES,
    portrait=PORTRAIT,
    claims=CLAIMS,
)
