"""What is declared of the marketplace's claims; their texts are in data/analyst_marketplace/."""

from livvly_lab.designs.analyst_marketplace.claims.patterns import PATTERNS
from livvly_lab.designs.analyst_marketplace.claims.principles import PRINCIPLES
from livvly_lab.designs.analyst_marketplace.claims.tables import TABLES
from livvly_lab.designs.claims import read_claims

CLAIMS = read_claims("analyst_marketplace", (*PRINCIPLES, *TABLES, *PATTERNS))
