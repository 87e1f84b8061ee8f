"""The loader process: runs one load that stands as JSON on its stdin and writes what it did to its stdout."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict

from livvly_lab.bench.pipeline import Loaded, load_graph, load_users

JOBS: Mapping[str, Callable[..., Loaded]] = {"users": load_users, "graph": load_graph}


def main() -> None:
    """Run a job: {"job": name, "arguments": {…}}."""
    order = json.loads(sys.stdin.readline())
    loaded = JOBS[order["job"]](**order["arguments"])
    print(json.dumps(asdict(loaded)), flush=True)


if __name__ == "__main__":
    main()
