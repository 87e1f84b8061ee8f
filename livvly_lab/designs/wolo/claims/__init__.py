"""What is declared of wolo's claims; their texts are in data/wolo/."""

from livvly_lab.designs.claims import read_claims
from livvly_lab.designs.wolo.claims.contents import CONTENTS
from livvly_lab.designs.wolo.claims.custody import CUSTODY
from livvly_lab.designs.wolo.claims.running import RUNNING
from livvly_lab.designs.wolo.claims.structure import STRUCTURE

CLAIMS = read_claims("wolo", (*STRUCTURE, *CONTENTS, *RUNNING, *CUSTODY))
