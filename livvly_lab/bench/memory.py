"""How much memory a process and all it has started hold together."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

LOOK_S = 0.05


class Watch:
    """The most that was seen so far, in bytes."""

    def __init__(self) -> None:
        self.peak_bytes = 0

    def look(self, process: psutil.Process) -> None:
        """Add up the memory of a process and its descendants now."""
        family = [process]
        with suppress(psutil.NoSuchProcess):
            family += process.children(recursive=True)
        self.peak_bytes = max(self.peak_bytes, sum(map(held_bytes, family)))


def held_bytes(process: psutil.Process) -> int:
    """Return what a process holds: its proportional set size, in which processes share what they share.

    Where the system does not know that, what is the process's alone; 0 where the process is gone.
    """
    try:
        memory = process.memory_full_info()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
    return int(getattr(memory, "pss", 0) or memory.uss)


@contextmanager
def watched(pid: int, look_s: float = LOOK_S) -> Iterator[Watch]:
    """Look at a process from a thread beside it until the block ends."""
    watch, over, process = Watch(), threading.Event(), psutil.Process(pid)

    def look() -> None:
        while not over.wait(look_s):
            watch.look(process)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()
