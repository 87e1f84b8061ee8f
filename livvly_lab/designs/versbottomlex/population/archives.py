"""Recordings of streams that are still there: moderated, kept by their policy, soft-deleted in their time."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.designs.versbottomlex.population.performers import (
    bitrates,
    heights,
    records,
)
from livvly_lab.designs.versbottomlex.population.streams import AUDIENCES, BREAK_US, ENDED, SECOND_US, Streams
from livvly_lab.designs.versbottomlex.population.vocabulary import digests, words
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import Bytes, framed, hexadecimal, rows_at
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable


@dataclass(frozen=True)
class Archives:
    """The recordings that are still there, by their rows among the streams."""

    streams: Streams
    of: Ints
    policy: Ints
    at_us: Ints
    keep_us: Ints
    has_end: Flags

    @cached_property
    def ids(self) -> Bytes:
        """The ids of the rows."""
        return self.streams.stage.people.ids("stream_archives", self.streams.number[self.of])

    @cached_property
    def expired(self) -> Flags:
        """Which the job of retention has soft-deleted."""
        return self.has_end & (self.at_us + self.keep_us < self.streams.stage.people.as_of_us)

    @cached_property
    def deleted_us(self) -> Ints:
        """When each was soft-deleted: by the job, with the stream, or with the account, whatever came first."""
        whole_day = -(-(self.at_us + self.keep_us) // DAY_US) * DAY_US
        by_job = np.where(
            self.expired, np.minimum(whole_day, self.streams.stage.people.as_of_us), np.iinfo(np.int64).max
        )
        stream = np.where(self.streams.is_gone[self.of], self.streams.deleted_us[self.of], np.iinfo(np.int64).max)
        return np.minimum(by_job, stream)

    @cached_property
    def is_gone(self) -> Flags:
        """Which are soft-deleted."""
        return self.deleted_us < np.iinfo(np.int64).max

    @cached_property
    def moderation(self) -> Ints:
        """What was decided about each: a position in shapes.MODERATION, -1 where it waits."""
        decided = self.at_us + DAY_US < self.streams.stage.people.as_of_us
        found = shapes.MODERATION.quantile(self.streams.u("moderation")[self.of])
        return np.where(decided, found, -1)


def archives_of(streams: Streams) -> Archives:
    """Return the recordings of streams, without those whose days of grace are over."""
    stage, policies = streams.stage, {row["code"]: row for row in streams.stage.world.reference["retention_policies"]}
    kept = [policies[str(code)] for code in shapes.RETENTION.values]
    policy = shapes.RETENTION.quantile(streams.u("retention"))
    has_end = np.array([each["keep_days"] is not None for each in kept])[policy]
    keep = np.array([each["keep_days"] or 0 for each in kept], dtype=np.int64)[policy] * DAY_US
    grace = np.array([each["grace_days"] for each in kept], dtype=np.int64)[policy] * DAY_US
    at = streams.end_us + BREAK_US
    there = (streams.status == ENDED) & records(stage)[streams.row] & (at < stage.people.as_of_us)
    every = Archives(streams, np.arange(len(streams.row)), policy, at, keep, has_end)
    # Evidence stays, whatever became of its stream.
    there &= ~every.is_gone | ~has_end | (every.deleted_us >= stage.people.as_of_us - grace)
    of = np.flatnonzero(there)
    return Archives(streams, of, policy[of], at[of], keep[of], has_end[of])


def archive_columns(archives: Archives) -> Columns:
    """Return the rows of stream_archives."""
    streams, of = archives.streams, archives.of
    people, number = streams.stage.people, streams.number[of]
    seconds = (streams.end_us - streams.start_us)[of] // SECOND_US
    kbps = bitrates(heights(streams.stage.u("height")))[streams.row[of]]
    decided = archives.moderation >= 0
    outcomes = ("pending", *(str(value) for value in shapes.MODERATION.values))
    name = hexadecimal(archives.ids)
    return {
        "id": archives.ids,
        "stream_id": rows_at(streams.ids, of),
        "performer_id": rows_at(streams.stage.ids, streams.row[of]),
        "part": np.ones(len(of), dtype=np.int16),
        "storage_uri": framed("s3://vbl-archive/", name, ".mp4"),
        "checksum": digests(people, "stream_archives/sum", number),
        "size_bytes": seconds * kbps * 125,
        "duration_seconds": seconds,
        "manifest_uri": framed("https://play.versbottomlex.example/", name, ".m3u8"),
        "starts_at_seconds": np.where(people.chance("stream_archives/intro", number, 0.2), 30, 0),
        "is_downloadable": people.chance("stream_archives/download", number, 0.1),
        "visibility": words(AUDIENCES, streams.audience[of]),
        "moderation_status": words(outcomes, archives.moderation + 1),
        "moderated_by": Nullable(people.ids("users", people.moderator("stream_archives/by", number)), decided),
        "moderated_at": Nullable(archives.at_us + HOUR_US, decided),
        "retention_code": words([str(code) for code in shapes.RETENTION.values], archives.policy),
        "expires_at": Nullable(archives.at_us + archives.keep_us, archives.has_end),
        "legal_hold": ~archives.has_end,
        "created_at": archives.at_us,
        "updated_at": np.where(decided, archives.at_us + HOUR_US, archives.at_us),
        "deleted_at": Nullable(archives.deleted_us, archives.is_gone),
    }
