"""Who watched which stream, and what they reported. Source: livepanty, Streaming, Verification & Safety."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.designs.livepanty.population.accounts import Crowd
from livvly_lab.designs.livepanty.population.people import People
from livvly_lab.designs.livepanty.population.performers import STREAMS_PER_PERFORMER, Performers, performers_of
from livvly_lab.designs.livepanty.population.tipping import Tips
from livvly_lab.designs.livepanty.population.vocabulary import some, words
from livvly_lab.domain.clock import HOUR_US, MINUTE_US
from livvly_lab.domain.columns import repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import EVENTS_PER_OWNER, Flags
from livvly_lab.domain.population import Columns, Nullable

_LOST = 0.62
"""How many visits that are no tips are drawn for each that is wanted; some lead nowhere, or where a tip led before."""
_SECOND_US = 1_000_000
_NEVER_US = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Visits:
    """Visits of a stretch of viewers, one for each stream they saw; `row` is the viewer's in the crowd."""

    crowd: Crowd
    row: Ints
    performer: Ints
    stream: Ints
    joined_us: Ints
    left_us: Ints
    watching: Flags

    @property
    def number(self) -> Ints:
        """A number that no other visit has."""
        streams = performers_of(self.crowd.people).number(self.performer, self.stream)
        return self.crowd.ordinals[self.row] * (EVENTS_PER_OWNER << 10) + streams % (EVENTS_PER_OWNER << 10)

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.crowd.people.u(f"visits/{name}", self.number)


def visits_of(crowd: Crowd, tips: Tips) -> Visits:
    """Return the visits of a crowd: to the streams they tipped in, to others, and to those that go on."""
    people, performers = crowd.people, performers_of(crowd.people)
    kept = ~crowd.lives.erased[tips.sender - crowd.ordinals[0]]
    tips = tips.take(kept)
    row = tips.sender - crowd.ordinals[0]
    other_row, other_performer, other_stream = _others(crowd, performers)
    live_row, live_performer = _live(crowd, performers)
    live_stream = performers.streams[live_performer] - 1
    rows = np.concatenate([row, other_row, live_row])
    number = np.concatenate(
        [
            performers.number(tips.performer, tips.stream),
            performers.number(other_performer, other_stream),
            performers.number(live_performer, live_stream),
        ]
    )
    none = np.full(len(other_row) + len(live_row), _NEVER_US)
    first, last = np.concatenate([tips.at_us, none]), np.concatenate([tips.at_us, 0 * none])
    watching = np.arange(len(rows)) >= len(row) + len(other_row)
    width = len(performers.numbers) * STREAMS_PER_PERFORMER
    keys, place = np.unique(rows * width + number, return_inverse=True)
    first_us, last_us, now = (
        np.full(len(keys), _NEVER_US),
        np.zeros(len(keys), dtype=np.int64),
        np.zeros(len(keys), bool),
    )
    np.minimum.at(first_us, place, first)
    np.maximum.at(last_us, place, last)
    np.logical_or.at(now, place, watching)
    row, number = keys // width, keys % width
    performer, stream = number // STREAMS_PER_PERFORMER, number % STREAMS_PER_PERFORMER
    start, end = performers.start_us(performer, stream), performers.end_us(performer, stream)
    visit = Visits(crowd, row, performer, stream, start, end, now)
    latest = np.minimum(first_us, start + (end - start) * 6 // 10)
    joined = start + (visit.u("joined") * (latest - start)).astype(np.int64)
    least = np.maximum(joined, last_us)
    left = least + (visit.u("left") * (end - least)).astype(np.int64)
    return Visits(crowd, row, performer, stream, joined, np.where(now, people.as_of_us, left), now)


def _others(crowd: Crowd, performers: Performers) -> tuple[Ints, Ints, Ints]:
    """Return rows, performers and streams of visits that are no tips, some of them more than once."""
    people = crowd.people
    mean = _LOST * shapes.RATIOS["stream_viewers"] * crowd.world.activity
    wanted = np.where(crowd.lives.erased, 0.0, mean * people.engaged(crowd.ordinals))
    row, position = repeat(np.minimum(counts(crowd.u("visits/count"), wanted), EVENTS_PER_OWNER - 1))
    event = crowd.ordinals[row] * EVENTS_PER_OWNER + position
    mass = _mass(people)
    performer = np.searchsorted(mass, people.u("visits/performer", event) * mass[-1], side="right")
    performer = np.minimum(performer, len(mass) - 1)
    low, high = crowd.lives.first_us[row], crowd.lives.last_us[row]
    stream = performers.eligible(performer, low, high, people.u("visits/stream", event))
    kept = stream >= 0
    return row[kept], performer[kept], stream[kept]


def _live(crowd: Crowd, performers: Performers) -> tuple[Ints, Ints]:
    """Return those who are online, and a performer each who streams."""
    people = crowd.people
    online = people.online(crowd.ordinals) & (people.engaged(crowd.ordinals) > 0)
    streaming = np.flatnonzero(performers.is_live)
    row = np.flatnonzero(online & (len(streaming) > 0))
    chosen = (people.u("visits/live", crowd.ordinals[row]) ** 2 * len(streaming)).astype(np.int64)
    return row, streaming[chosen] if len(streaming) else chosen


@lru_cache(maxsize=8)
def _mass(people: People) -> Floats:
    return np.cumsum(performers_of(people).popularity)


def visit_columns(visits: Visits) -> Columns:
    """Return the rows of stream_viewers."""
    people = visits.crowd.people
    seconds = (visits.left_us - visits.joined_us) // _SECOND_US
    rate = shapes.MESSAGES_PER_MINUTE.quantile(visits.u("messages"))
    return {
        "id": people.ids("stream_viewers", visits.number),
        "user_id": rows_at(visits.crowd.ids, visits.row),
        "stream_id": people.ids("streams", performers_of(people).number(visits.performer, visits.stream)),
        "joined_at": visits.joined_us,
        "left_at": Nullable(visits.left_us, ~visits.watching),
        "watch_seconds": seconds.astype(np.int32),
        "messages_sent": (rate * seconds / 60).astype(np.int32),
    }


def report_columns(visits: Visits) -> Columns:
    """Return the reports of a crowd about performers they watched."""
    crowd, people = visits.crowd, visits.crowd.people
    chosen = visits.u("reported") < shapes.RATIOS["reports"] / shapes.RATIOS["stream_viewers"]
    rows = np.flatnonzero(chosen & ~visits.watching & (visits.left_us < people.as_of_us - HOUR_US))
    number, row = visits.number[rows], visits.row[rows]
    at = visits.left_us[rows] + MINUTE_US
    status = shapes.REPORT_STATUS.quantile(people.u("reports/status", number))
    statuses = [str(value) for value in shapes.REPORT_STATUS.values]
    closed_us = at + HOUR_US + (people.u("reports/hours", number) ** 2 * 96 * HOUR_US).astype(np.int64)
    decided = np.isin(status, [statuses.index("resolved"), statuses.index("dismissed")])
    late = decided & (closed_us >= people.as_of_us)
    status, decided = np.where(late, statuses.index("open"), status), decided & ~late
    taken = status != statuses.index("open")
    reasons = [str(value) for value in shapes.REPORT_REASON.values]
    reason = shapes.REPORT_REASON.quantile(people.u("reports/reason", number))
    priority = np.array(
        [1 if value == "underage" else 2 if value in ("fraud", "harassment") else 3 for value in reasons]
    )
    resolution = np.where(status == statuses.index("resolved"), 0, 1)
    moderator = people.moderator("reports/moderator", number)
    return {
        "id": people.ids("reports", number),
        "reporter_id": rows_at(crowd.ids, row),
        "reported_user_id": people.ids("users", performers_of(people).ordinals[visits.performer[rows]]),
        "stream_id": people.ids("streams", performers_of(people).number(visits.performer[rows], visits.stream[rows])),
        "reason": words(reasons, reason),
        "description": Nullable(
            some(crowd.world, "reports.text", people.u("reports/text", number)),
            people.chance("reports/says", number, 0.7),
        ),
        "status": words(statuses, status),
        "priority": priority[reason].astype(np.int16),
        "assigned_to": Nullable(people.ids("users", moderator), taken),
        "resolution": Nullable(words(["Performer was warned", "No breach of the rules"], resolution), decided),
        "escalated_at": Nullable(at, np.zeros(len(rows), dtype=np.bool_)),
        "resolved_at": Nullable(closed_us, decided),
        "created_at": at,
        "updated_at": np.where(decided, closed_us, at),
    }
