"""What is declared of livvly's claims and acceptance criteria; their texts are in data/livvly/."""

from livvly_lab.designs.claims import read_claims, read_criteria
from livvly_lab.designs.livvly.claims.architecture import ARCHITECTURE
from livvly_lab.designs.livvly.claims.criteria import CRITERIA as DECIDED
from livvly_lab.designs.livvly.claims.operation import OPERATION

CLAIMS = read_claims("livvly", (*ARCHITECTURE, *OPERATION))
CRITERIA = read_criteria("livvly", DECIDED)
