"""Claims of REQ-DB-005 to REQ-DB-013 (C031 to C061): languages, prices, lifecycle, maintenance, connections."""

from livvly_lab.domain.claims import Claim

OPERATION: tuple[Claim, ...] = ()
