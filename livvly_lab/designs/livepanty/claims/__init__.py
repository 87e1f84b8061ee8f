"""What is declared of livepanty's claims; their texts are in data/livepanty/. The document has no criteria."""

from livvly_lab.designs.claims import read_claims
from livvly_lab.designs.livepanty.claims.money import MONEY
from livvly_lab.designs.livepanty.claims.running import RUNNING
from livvly_lab.designs.livepanty.claims.safety import SAFETY

CLAIMS = read_claims("livepanty", (*MONEY, *SAFETY, *RUNNING))
