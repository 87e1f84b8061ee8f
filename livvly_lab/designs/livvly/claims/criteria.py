"""What decides each acceptance criterion of livvly."""

from livvly_lab.domain.claims import ByClaims, ByLint, Decider

CRITERIA: dict[str, Decider] = {
    "REQ-DB-002-AC2": ByLint(("timestamp-without-zone",)),
    "REQ-DB-002-AC1": ByClaims(("LIVVLY-C010",)),
}
