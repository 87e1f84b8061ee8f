"""Several writers at once: each has a connection, a thread, and tables that no other writes to."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Self

from livvly_lab.domain.design import Design
from livvly_lab.rows.copy import Writer
from livvly_lab.rows.produce import Packet


@dataclass(frozen=True)
class Written:
    """A packet that PostgreSQL has taken."""

    packet: Packet


@dataclass(frozen=True)
class Failed:
    """Why a writer has stopped."""

    why: BaseException


_POLL_S = 0.02

Event = Written | Failed


class Crew:
    """Writers that tell what becomes of each packet in a queue of events.

    A table belongs to the writer that was given its first rows: the one with the least to write by then.
    """

    def __init__(self, writers: list[Writer], events: "SimpleQueue[Event]") -> None:
        self._hands = [_Hand(writer, events) for writer in writers]
        self._owners: dict[str, _Hand] = {}

    @classmethod
    @contextmanager
    def open(cls, dsn: str, design: Design, connections: int, events: "SimpleQueue[Event]") -> Iterator[Self]:
        """Connect and begin; commit all when the block ends well, else leave no row behind."""
        with ExitStack() as stack:
            crew = cls([stack.enter_context(Writer.open(dsn, design)) for _ in range(connections)], events)
            try:
                yield crew
                crew._finish()
            except BaseException:
                crew._stop()
                raise

    @property
    def writer(self) -> Writer:
        """A writer, to ask the server through before there is anything to write."""
        return self._hands[0].writer

    def take(self, packets: Iterable[Packet]) -> int:
        """Have packets written, those of one table in the order given; return how many there are."""
        packets = tuple(packets)
        for packet in sorted(packets, key=lambda packet: -packet.bytes):
            if packet.name not in self._owners:
                self._owners[packet.name] = min(self._hands, key=lambda hand: hand.bytes)
            self._owners[packet.name].bytes += packet.bytes
        for packet in packets:
            self._owners[packet.name].todo.put(packet)
        return len(packets)

    def _finish(self) -> None:
        """Let all commit at once, now that all have written."""
        for hand in self._hands:
            hand.todo.put(None)
        for hand in self._hands:
            hand.thread.join()
            if hand.failed:
                raise hand.failed

    def _stop(self) -> None:
        """Give up at once: what is being written is cancelled, what waits is dropped."""
        for hand in self._hands:
            hand.stopped = True
            hand.todo.put(None)
        for hand in self._hands:
            while hand.thread.is_alive():  # a cancel that comes before its statement is lost
                hand.writer.stop()
                hand.thread.join(_POLL_S)


class _Hand:
    """A writer in a thread of its own."""

    def __init__(self, writer: Writer, events: "SimpleQueue[Event]") -> None:
        self.writer = writer
        self.todo: SimpleQueue[Packet | None] = SimpleQueue()
        self.bytes = 0
        self.stopped = False
        self.failed: BaseException | None = None
        self._events = events
        self.thread = Thread(target=self._work, name="livvly_lab-writer", daemon=True)
        self.thread.start()

    def _work(self) -> None:
        try:
            while (packet := self.todo.get()) and not self.stopped:
                self.writer.write(packet)
                self._events.put(Written(packet))
            if not self.stopped:
                self.writer.commit()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the thread that waits for it must learn of it
            self.failed = error
            self._events.put(Failed(error))
