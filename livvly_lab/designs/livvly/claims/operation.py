"""Claims of REQ-DB-005 to REQ-DB-013 (C031 to C061): what the design holds, and how it is run."""

from livvly_lab.designs.livvly.claims.contents import CONTENTS
from livvly_lab.designs.livvly.claims.running import RUNNING

OPERATION = (*CONTENTS, *RUNNING)
