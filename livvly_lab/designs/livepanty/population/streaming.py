"""Streams of a stretch of performers. Source: livepanty, Streaming."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.designs.livepanty.population.accounts import COUNTRIES
from livvly_lab.designs.livepanty.population.people import Lives, People
from livvly_lab.designs.livepanty.population.performers import Performers, performers_of
from livvly_lab.designs.livepanty.population.vocabulary import mapped, rows_of, words
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import Bytes, choose, framed, hexadecimal, lists, pick, repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable, World

_STATUSES = ("scheduled", "live", "ended", "removed")
_SCHEDULED, _LIVE, _ENDED, _REMOVED = range(len(_STATUSES))
_MOST_TAGS = 4


@dataclass(frozen=True)
class Stage:
    """A stretch of performers, by number."""

    world: World
    people: People
    numbers: Ints

    @cached_property
    def performers(self) -> Performers:
        """All performers of the world."""
        return performers_of(self.people)

    @cached_property
    def ordinals(self) -> Ints:
        """Their ordinals among the users."""
        return self.performers.ordinals[self.numbers]

    @cached_property
    def ids(self) -> Bytes:
        """Their user ids."""
        return self.people.ids("users", self.ordinals)

    @cached_property
    def lives(self) -> Lives:
        """When they came and went."""
        return self.people.lives(self.ordinals)

    def u(self, stream: str) -> Floats:
        """Return a uniform value for each."""
        return self.people.u(stream, self.numbers)


def stage_of(world: World, people: People, first: int, last: int) -> Stage:
    """Return the performers among users first..last-1."""
    low, high = np.searchsorted(people.performers, [first, last])
    return Stage(world, people, np.arange(low, high, dtype=np.int64))


@dataclass(frozen=True)
class Streams:
    """Streams of a stage, those that were held first: `row` is the performer's on the stage."""

    stage: Stage
    row: Ints
    stream: Ints
    held: Flags

    @cached_property
    def number(self) -> Ints:
        """Their numbers among all streams."""
        return self.stage.performers.number(self.stage.numbers[self.row], self.stream)

    @cached_property
    def start_us(self) -> Ints:
        """When they began, or shall begin."""
        announced = self.stage.people.as_of_us + HOUR_US + (self.u("ahead") * 7 * DAY_US).astype(np.int64)
        began = self.stage.performers.start_us(self.stage.numbers[self.row], np.where(self.held, self.stream, 0))
        return np.where(self.held, began, announced)

    @cached_property
    def end_us(self) -> Ints:
        """When they ended; the end of history where they go on."""
        ended = self.stage.performers.end_us(self.stage.numbers[self.row], np.where(self.held, self.stream, 0))
        return np.where(self.held, ended, self.start_us)

    @cached_property
    def status(self) -> Ints:
        """The position of each status."""
        stage = self.stage
        last = self.stream == stage.performers.streams[stage.numbers[self.row]] - 1
        live = last & stage.performers.is_live[stage.numbers[self.row]]
        removed = self.u("removed") < shapes.REMOVED_SHARE
        return np.select([~self.held, live, removed], [_SCHEDULED, _LIVE, _REMOVED], _ENDED)

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.stage.people.u(f"streams/{name}", self.number)


def streams_of(stage: Stage) -> Streams:
    """Return all streams of a stage, and those that are announced."""
    held = stage.performers.streams[stage.numbers]
    row, position = repeat(held)
    announced = np.flatnonzero(
        (stage.u("performers/scheduled") < shapes.SCHEDULED_SHARE) & stage.lives.active & (held > 0)
    )
    return Streams(
        stage,
        np.concatenate([row, announced]),
        np.concatenate([position, held[announced]]),
        np.arange(len(row) + len(announced)) < len(row),
    )


def stream_columns(streams: Streams) -> Columns:
    """Return the rows of streams."""
    stage, people, row = streams.stage, streams.stage.people, streams.row
    status, start, end = streams.status, streams.start_us, streams.end_us
    gone, closed = stage.lives.erased[row], stage.lives.closed[row]
    categories = [str(value) for value in shapes.CATEGORY.values]
    category = shapes.CATEGORY.quantile(streams.u("category"))
    title = rows_of(stage.world, "titles.category", categories, category, streams.u("title"))
    expires = end + shapes.RECORDING_DAYS * DAY_US
    recorded = (
        (streams.u("recorded") < shapes.RECORDED_SHARE) & (status == _ENDED) & (expires > people.as_of_us) & ~gone
    )
    url = framed(
        "https://media.example.com/recordings/", hexadecimal(people.ids("streams/file", streams.number)), ".mp4"
    )
    languages = mapped(COUNTRIES, shapes.LANGUAGE)
    announced = streams.u("announced") < 0.4
    # What is announced for later was written down some time before history ends.
    written = np.where(streams.held, start - (announced * streams.u("before") * DAY_US).astype(np.int64), 0)
    written = np.where(streams.held, written, people.as_of_us - HOUR_US)
    written = np.maximum(written, stage.lives.signup_us[row])
    over = (status == _ENDED) | (status == _REMOVED)
    return {
        "id": people.ids("streams", streams.number),
        "host_id": rows_at(stage.ids, row),
        "title": choose(gone, "erased", pick(stage.world.pools["titles.title"], title)),
        "description": Nullable(pick(stage.world.pools["titles.title"], title), np.zeros(len(row), dtype=np.bool_)),
        "category": words(categories, category),
        "tags": _tags(streams, gone),
        "language": words(languages, people.country(stage.ordinals)[row]),
        "status": words(_STATUSES, status),
        "scheduled_at": Nullable(start, ~streams.held | announced),
        "started_at": Nullable(start, streams.held),
        "ended_at": Nullable(end, over),
        "recording_url": Nullable(url, recorded),
        "recording_expires_at": Nullable(expires, recorded),
        "created_at": written,
        "updated_at": np.where(over, end, np.where(streams.held, start, written)),
        "deleted_at": Nullable(stage.lives.gone_us[row], closed),
    }


def _tags(streams: Streams, gone: Flags) -> pa.ListArray:
    """Return up to three different tags of each stream."""
    pool = streams.stage.world.pools["tags.tag"]
    wanted = np.where(gone, 0, (streams.u("tags") * _MOST_TAGS).astype(np.int64))
    owner, position = repeat(wanted)
    first = (streams.u("tag") * len(pool)).astype(np.int64)
    return lists(pick(pool, (first[owner] + position * 7) % len(pool)), wanted)
