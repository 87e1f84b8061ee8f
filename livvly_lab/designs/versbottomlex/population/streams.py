"""Streams: when, for whom, how.

A performer does one stream at a time: one that would begin while another runs is cancelled.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.designs.versbottomlex.population.performers import (
    bitrates,
    categories,
    category_of,
    heights,
    tags_of,
)
from livvly_lab.designs.versbottomlex.population.stage import TICKET, Stage
from livvly_lab.designs.versbottomlex.population.vocabulary import digests, of_country, tongues, words
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, by, framed, hexadecimal, pick, repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

SECOND_US = 1_000_000
STREAMS_PER_PERFORMER = 1 << 12
_LIVE_PLACE, _SCHEDULED_PLACE = STREAMS_PER_PERFORMER - 1, STREAMS_PER_PERFORMER - 2
_LEAST_US, BREAK_US = 10 * MINUTE_US, 10 * MINUTE_US
STATUSES = ("scheduled", "live", "ended", "cancelled")
SCHEDULED, LIVE, ENDED, CANCELLED = range(len(STATUSES))
AUDIENCES = tuple(str(value) for value in shapes.VISIBILITY.values)
PUBLIC, FOLLOWERS, SUBSCRIBERS, PAY_PER_VIEW, INVITED = range(len(AUDIENCES))


@dataclass(frozen=True)
class Streams:
    """Streams by performer and time: `row` is the performer's in the stage, times are whole seconds."""

    stage: Stage
    row: Ints
    number: Ints
    start_us: Ints
    end_us: Ints
    status: Ints

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.stage.people.u(f"streams/{name}", self.number)

    @cached_property
    def ids(self) -> Bytes:
        """The ids of the rows."""
        return self.stage.people.ids("streams", self.number)

    @cached_property
    def begun(self) -> Flags:
        """Which have begun."""
        begun: Flags = (self.status == LIVE) | (self.status == ENDED)
        return begun

    @cached_property
    def tier(self) -> Ints:
        """The least tier that opens each, where subscribers may watch: one the performer sells."""
        return np.minimum(shapes.TIER.numbers(self.u("tier")).astype(np.int64), self.stage.tiers[self.row])

    @cached_property
    def audience(self) -> Ints:
        """For whom each is, a position in AUDIENCES; without tickets a stream is for all."""
        audience = shapes.VISIBILITY.quantile(self.u("audience"))
        return np.where((audience == PAY_PER_VIEW) & ~self.stage.has_ticket[self.row], PUBLIC, audience)

    @cached_property
    def plan(self) -> Ints:
        """The plan that opens each, -1 where none does."""
        plan = np.where(self.audience == SUBSCRIBERS, self.tier, -1)
        return np.where(self.audience == PAY_PER_VIEW, TICKET, plan)

    @cached_property
    def deleted(self) -> Flags:
        """Which the performer deleted, a day after the end."""
        old: Flags = (self.status == ENDED) & (self.end_us + DAY_US < self.stage.lives.until_us[self.row])
        old &= self.u("deleted") < shapes.STREAMS_DELETED_SHARE
        return old

    @cached_property
    def deleted_us(self) -> Ints:
        """When each was deleted: by itself, or with the account; the end of history where it was not."""
        lives = self.stage.lives
        with_account = np.where(lives.deleted, lives.gone_us, self.stage.people.as_of_us)[self.row]
        return np.where(self.deleted, self.end_us + DAY_US, with_account)

    @cached_property
    def is_gone(self) -> Flags:
        """Which are deleted, however."""
        gone: Flags = self.deleted | self.stage.lives.deleted[self.row]
        return gone


def streams_of(stage: Stage) -> Streams:
    """Return the streams of the performers of a stage, by performer and time."""
    people, performers = stage.people, stage.performers
    means = shapes.STREAMS_PER_USER * people.users * performers.diligence[stage.first : stage.last]
    many = np.where(stage.streaming, np.minimum(counts(stage.u("streams"), means), _SCHEDULED_PLACE), 0)
    row, place = repeat(many)
    number = stage.numbers[row] * STREAMS_PER_PERFORMER + place
    last = stage.lives.last_us
    start = _whole(people.rhythm.between(people.u("streams/start", number), stage.open_us[row], last[row]))
    order = by(row, start)
    row, number, start = row[order], number[order], start[order]
    minutes = shapes.MINUTES.quantile(people.u("streams/minutes", number))
    room = np.append(start[1:], 0) - start - BREAK_US
    room = np.where(np.append(row[1:] != row[:-1], np.ones(min(len(row), 1), dtype=np.bool_)), DAY_US, room)
    room = np.minimum(room, stage.lives.until_us[row] - start)
    lasts = np.minimum(_whole((minutes * MINUTE_US).astype(np.int64)), _whole(room))
    cancelled = (lasts < _LEAST_US) | people.chance("streams/cancelled", number, shapes.CANCELLED_SHARE)
    status = np.where(cancelled, CANCELLED, ENDED).astype(np.int64)
    return _with_those_to_come(Streams(stage, row, number, start, start + np.maximum(lasts, _LEAST_US), status))


def _with_those_to_come(past: Streams) -> Streams:
    """Add what is on at the end of history, and what is announced for the days after it."""
    stage, as_of = past.stage, past.stage.people.as_of_us
    there = stage.streaming & ~stage.lives.deleted & (stage.lives.until_us > as_of - 3 * DAY_US)
    live = np.flatnonzero(there & (stage.u("live") < shapes.LIVE_SHARE) & (stage.open_us < as_of - HOUR_US))
    soon = np.flatnonzero(there & (stage.u("scheduled") < shapes.SCHEDULED_SHARE))
    began = _whole(as_of - MINUTE_US - (stage.u("live since")[live] * 50 * MINUTE_US).astype(np.int64))
    live, began = live[stage.lives.until_us[live] <= began], began[stage.lives.until_us[live] <= began]
    begins = _whole(as_of + HOUR_US + (stage.u("scheduled at")[soon] * 7 * DAY_US).astype(np.int64))
    places = np.repeat((_LIVE_PLACE, _SCHEDULED_PLACE), (len(live), len(soon)))
    rows = np.concatenate([live, soon])
    start = np.concatenate([began, begins])
    return Streams(
        stage=stage,
        row=np.concatenate([past.row, rows]),
        number=np.concatenate([past.number, stage.numbers[rows] * STREAMS_PER_PERFORMER + places]),
        start_us=np.concatenate([past.start_us, start]),
        end_us=np.concatenate([past.end_us, np.maximum(as_of, start)]),
        status=np.concatenate([past.status, np.repeat((LIVE, SCHEDULED), (len(live), len(soon)))]),
    )


def _whole(us: Ints) -> Ints:
    """Return times cut to whole seconds."""
    return us // SECOND_US * SECOND_US


def stream_columns(streams: Streams) -> Columns:
    """Return the rows of streams."""
    stage, world, row = streams.stage, streams.stage.world, streams.row
    known, (first, second) = categories(world), category_of(stage)
    usual = streams.u("usual") < 0.85
    category = known[np.where(usual, first[row], second[row])]
    titles = _titles(streams, category)
    height = heights(stage.u("height"))[row]
    plan = streams.plan.clip(0)
    created = streams.start_us - 2 * HOUR_US
    adult = np.isin(category, [each["id"] for each in world.reference["categories"] if each["least_rating"] == "adult"])
    mature = np.isin(
        category, [each["id"] for each in world.reference["categories"] if each["least_rating"] == "mature"]
    )
    ended = streams.status == ENDED
    return {
        "id": streams.ids,
        "performer_id": rows_at(stage.ids, row),
        "title": pick(world.pools["streams.title"], titles),
        "description": pick(world.pools["streams.description"], titles),
        "thumbnail": Nullable(
            framed("https://cdn.versbottomlex.example/t/", hexadecimal(streams.ids), ".jpg"), streams.u("thumb") < 0.9
        ),
        "category_id": category.astype(np.int16),
        "rating": words(("teen", "mature", "adult"), np.where(adult, 2, np.where(mature, 1, 0))),
        "locale": of_country(tongues(), stage.people.country(stage.ordinals)[row]),
        "visibility": words(AUDIENCES, streams.audience),
        "access_plan_id": Nullable(stage.plan_ids(row, plan), streams.plan >= 0),
        "status": words(STATUSES, streams.status),
        "scheduled_at": streams.start_us,
        "started_at": Nullable(streams.start_us, streams.begun),
        "ended_at": Nullable(streams.end_us, ended),
        "ingest_protocol": pick(shapes.PROTOCOL.texts(stage.u("protocol")), row),
        "codec": pick(shapes.CODEC.texts(stage.u("codec")), row),
        "height_pixels": height.astype(np.int16),
        "frames_per_second": np.array([int(str(v)) for v in shapes.FRAMES.values])[
            shapes.FRAMES.quantile(stage.u("frames"))
        ][row].astype(np.int16),
        "bitrate_kbps": bitrates(height),
        "stream_key_hash": digests(stage.people, "streams/key", streams.number),
        "created_at": created,
        "updated_at": np.minimum(np.where(ended, streams.end_us, streams.start_us), stage.people.as_of_us),
        "deleted_at": Nullable(streams.deleted_us, streams.is_gone),
    }


def _titles(streams: Streams, category: Ints) -> Ints:
    """Return a row of streams.csv for each stream, one of its category."""
    of = np.array([int(each) for each in streams.stage.world.pools["streams.category_id"].to_pylist()])
    order = np.argsort(of, kind="stable")
    first, after = np.searchsorted(of[order], category), np.searchsorted(of[order], category, side="right")
    return order[first + (streams.u("title") * (after - first)).astype(np.int64)]


def stream_tag_columns(streams: Streams) -> Columns:
    """Return the rows of stream_tags."""
    row, _ = repeat(np.full(len(streams.row), shapes.TAGS_OF_STREAM))
    return {
        "stream_id": rows_at(streams.ids, row),
        "tag_id": tags_of(streams.stage.people, "streams", streams.number).ravel(),
        "performer_id": rows_at(streams.stage.ids, streams.row[row]),
    }


def named(ids: Bytes, rows: Ints) -> Nullable:
    """Return the ids in rows, NULL where a row is negative; there may be none at all."""
    if not len(ids):
        return Nullable(np.zeros((len(rows), 16), dtype=np.uint8), np.zeros(len(rows), dtype=np.bool_))
    return Nullable(rows_at(ids, rows.clip(0)), rows >= 0)
