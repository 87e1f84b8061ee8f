"""VersBottomLex: a streaming platform designed from a checklist; 49 tables, 32 of them sharded, most by the performer.

The placeholders of the document are parameters of the lab, with these defaults: database type PostgreSQL, schema name
`public` (the search path decides), primary focus streaming, expected volume large, read/write ratio read-heavy.
"""

from livvly_lab.designs.versbottomlex.claims import CLAIMS, CRITERIA
from livvly_lab.designs.versbottomlex.load import BALANCE, LOAD, TWO_PARTY
from livvly_lab.designs.versbottomlex.placement import EXTENSIONS, MONTHLY, PLACEMENT, REFERENCE_TABLES, SECTIONS
from livvly_lab.designs.versbottomlex.population import POPULATION
from livvly_lab.designs.versbottomlex.sampling import PORTRAIT, SAMPLES
from livvly_lab.designs.versbottomlex.schema import METADATA
from livvly_lab.designs.workload import read_objects, read_workload
from livvly_lab.domain.design import Design

VERSBOTTOMLEX = Design(
    name="versbottomlex",
    title="VersBottomLex.me",
    summary="Live streams of performers, paid by subscriptions, tickets, tips and gifts in six regions.",
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
    samples=SAMPLES,
    portrait=PORTRAIT,
    claims=CLAIMS,
    criteria=CRITERIA,
)
