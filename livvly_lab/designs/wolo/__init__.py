"""The wolo design: 37 tables in ten services; users sharded by user, pots and payments by pot."""

from livvly_lab.designs.wolo.claims import CLAIMS
from livvly_lab.designs.wolo.load import LOAD, TWO_PARTY
from livvly_lab.designs.wolo.placement import PLACEMENT, REFERENCE_TABLES, SECTIONS
from livvly_lab.designs.wolo.population import POPULATION
from livvly_lab.designs.wolo.sampling import PORTRAIT, SAMPLES
from livvly_lab.designs.wolo.schema import METADATA
from livvly_lab.designs.workload import read_objects, read_workload
from livvly_lab.domain.design import Design

WOLO = Design(
    name="wolo",
    title="Wolo",
    summary="Birthday pots in Senegal: friends give by Wave, sponsors earn points, partners redeem packs.",
    metadata=METADATA,
    placement=PLACEMENT,
    sections=SECTIONS,
    population=POPULATION,
    workload=read_workload(__package__),
    reference_tables=REFERENCE_TABLES,
    objects=read_objects(__package__),
    load=LOAD,
    two_party=TWO_PARTY,
    samples=SAMPLES,
    portrait=PORTRAIT,
    claims=CLAIMS,
)
