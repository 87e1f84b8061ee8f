"""What a run says while it works: a line per finished stage and a live bar per table."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tqdm.auto import tqdm


class Progress:
    """Tells the user how far a run has come; `seconds` keeps how long each stage took.

    In a terminal, lines and bars go to stderr; in a notebook only the bars are drawn, as widgets. Where stderr
    is no terminal there are no bars.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self.seconds: dict[str, float] = {}

    def say(self, line: str) -> None:
        """Say one line, above any live bar."""
        if not (self._quiet or _in_notebook()):
            tqdm.write(line, file=sys.stderr)

    @contextmanager
    def stage(self, name: str) -> Iterator[list[str]]:
        """Time a stage; what the block appends to the list it gets stands in the stage's line."""
        start, details = time.perf_counter(), list[str]()
        yield details
        self.seconds[name] = time.perf_counter() - start
        self.say(f" {name:<15} {', '.join(details):<50} {self.seconds[name]:6.1f} s")

    def bar(self, name: str, total: int, unit: str = " rows") -> Any:
        """Return a live bar that vanishes when it is closed."""
        disable = True if self._quiet else (False if _in_notebook() else None)
        return tqdm(desc=f" {name}", total=total, unit=unit, unit_scale=True, leave=False, disable=disable)


def _in_notebook() -> bool:
    """Tell whether a Jupyter kernel runs this process; where it does, IPython is there already."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and getattr(ipython.get_ipython(), "kernel", None) is not None
