"""Claims of REQ-DB-001 to REQ-DB-004 (C001 to C030): shards, types, indexes, the added tables."""

from livvly_lab.domain.claims import AtMost, Claim, Equals, Size

ARCHITECTURE = (
    Claim(
        "LIVVLY-C001",
        experiment="routed_share",
        arguments={"users": 1_000_000, "shards": 8},
        rule=AtMost(0.005),
        yardstick="the text says about; half a percentage point is the lab's own reading",
        size=Size(10_000),
    ),
    Claim("LIVVLY-C010", experiment="tables_counted", rule=Equals(22)),
)
