"""What is declared of the claims and criteria of VersBottomLex; their texts are in data/versbottomlex/."""

from livvly_lab.designs.claims import read_claims, read_criteria
from livvly_lab.designs.versbottomlex.claims.checklist import CRITERIA as DECIDED
from livvly_lab.designs.versbottomlex.claims.declared import DECLARED

CLAIMS = read_claims("versbottomlex", DECLARED)
CRITERIA = read_criteria("versbottomlex", DECIDED)
