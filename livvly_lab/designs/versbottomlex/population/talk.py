"""What the audience does: reactions, messages in the chat and between two, attachments, polls and votes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.designs.versbottomlex.population.audience import Follows
from livvly_lab.designs.versbottomlex.population.people import People
from livvly_lab.designs.versbottomlex.population.streams import ENDED, SECOND_US, Streams, named
from livvly_lab.designs.versbottomlex.population.visits import Visits
from livvly_lab.designs.versbottomlex.population.vocabulary import digests, of_country, tongues, words
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, framed, hexadecimal, lists, pick, repeat, rows_at, stacked
from livvly_lab.domain.draw import Ints, counts
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

_PER_VISIT = 64
_PRIVATE = 1 << 61
_MOST_PRIVATE = 4
_NEVER_US = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Reactions:
    """Reactions by their rows among the visits: feelings first, then shares."""

    visits: Visits
    of: Ints
    shared: Flags


def reactions_of(visits: Visits) -> Reactions:
    """Return who liked and who shared what they watched."""
    felt = np.flatnonzero(visits.u("likes") < shapes.LIKE_SHARE)
    shared = np.flatnonzero(visits.u("shares") < shapes.SHARE_SHARE)
    return Reactions(visits, np.concatenate([felt, shared]), np.repeat([False, True], (len(felt), len(shared))))


def reaction_columns(reactions: Reactions) -> Columns:
    """Return the rows of reactions."""
    visits, of, shared = reactions.visits, reactions.of, reactions.shared
    people = visits.stage.people
    number = visits.number[of] * 2 + shared
    feeling = shapes.FEELING.quantile(visits.u("feeling")[of])
    kinds = (*(str(value) for value in shapes.FEELING.values), "share")
    return {
        "id": people.ids("reactions", number),
        "stream_id": rows_at(visits.streams.ids, visits.of[of]),
        "performer_id": rows_at(visits.stage.ids, visits.row[of]),
        "user_id": rows_at(visits.user_ids, of),
        "kind": words(kinds, np.where(shared, len(kinds) - 1, feeling)),
        "share_target": Nullable(shapes.SHARED_TO.texts(visits.u("shared to")[of]), shared),
        "created_at": visits.moment("reacts")[of],
    }


@dataclass(frozen=True)
class Messages:
    """Messages, public and private: `owner` and `sender` are ordinals, `stream` a row among the streams (-1: private).

    `gone_us` is when each was deleted with the stream or an account, NEVER where it was not.
    """

    streams: Streams
    number: Ints
    owner: Ints
    sender: Ints
    stream: Ints
    at_us: Ints
    read_us: Ints

    @property
    def people(self) -> People:
        """All users."""
        return self.streams.stage.people

    @cached_property
    def private(self) -> Flags:
        """Which are between two."""
        private: Flags = self.stream < 0
        return private

    @cached_property
    def gone_us(self) -> Ints:
        """When each was deleted: with its stream or with the first of both accounts."""
        gone = np.full(len(self.number), _NEVER_US, dtype=np.int64)
        for user in (self.owner, self.sender):
            lives = self.people.lives(user)
            gone = np.minimum(gone, np.where(lives.deleted, lives.gone_us, _NEVER_US))
        if len(self.streams.row):
            stream = self.stream.clip(0)
            deleted = ~self.private & self.streams.is_gone[stream]
            gone = np.minimum(gone, np.where(deleted, self.streams.deleted_us[stream], _NEVER_US))
        return gone


def messages_of(visits: Visits, follows: Follows) -> Messages:
    """Return what visitors write in the chat, and what some followers and performers write to each other."""
    parts = (_public(visits), _private(follows))
    return Messages(visits.streams, **{name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def _public(visits: Visits) -> dict[str, Any]:
    many = np.minimum(counts(visits.u("writes"), shapes.CHATTINESS.quantile(visits.u("chatty"))), _PER_VISIT - 1)
    of, place = repeat(many)
    number = visits.number[of] * _PER_VISIT + place
    span = (visits.left_us - visits.joined_us)[of]
    at = visits.joined_us[of] + (visits.stage.people.u("messages/at", number) * span).astype(np.int64)
    return {
        "number": number,
        "owner": visits.stage.ordinals[visits.row[of]],
        "sender": visits.user[of],
        "stream": visits.of[of],
        "at_us": at,
        "read_us": np.full(len(of), -1, dtype=np.int64),
    }


def _private(follows: Follows) -> dict[str, Any]:
    """Return a few messages to and fro, an hour apart or more, while both are there."""
    stage, people = follows.stage, follows.stage.people
    low, high = follows.at_us, np.minimum(follows.lives.last_us, stage.lives.last_us[follows.row]) - DAY_US
    writes = (follows.u("writes") < shapes.WRITES_SHARE) & (high > low)
    many = np.where(writes, 1 + (follows.u("letters") * _MOST_PRIVATE).astype(np.int64), 0)
    of, place = repeat(many)
    number = (follows.number[of] * _PER_VISIT + place) | _PRIVATE
    begun = people.rhythm.between(follows.u("first letter")[of], low[of], high[of])
    at = begun + place * (HOUR_US + (follows.u("pause")[of] * 4 * HOUR_US).astype(np.int64))
    answers = place % 2 == 1
    performer = stage.ordinals[follows.row[of]]
    read = at + (people.u("messages/read", number) * 50 * MINUTE_US).astype(np.int64) + MINUTE_US
    return {
        "number": number,
        "owner": np.where(answers, follows.user[of], performer),
        "sender": np.where(answers, performer, follows.user[of]),
        "stream": np.full(len(of), -1, dtype=np.int64),
        "at_us": at,
        "read_us": np.where(people.chance("messages/is read", number, 0.85), read, -1),
    }


def message_columns(messages: Messages) -> Columns:
    """Return the rows of messages."""
    people, world, private = messages.people, messages.streams.stage.world, messages.private
    status = shapes.FLAGGED_MESSAGES.quantile(people.u("messages/status", messages.number))
    states = [str(value) for value in shapes.FLAGGED_MESSAGES.values]
    decided = np.isin(status, [states.index("hidden"), states.index("approved")])
    u = people.u("messages/body", messages.number)
    chat, letters = world.pools["chat.text"], world.pools["private.text"]
    which = np.where(private, len(chat) + (u * len(letters)).astype(np.int64), (u * len(chat)).astype(np.int64))
    read = messages.read_us >= 0
    return {
        "id": people.ids("messages", messages.number),
        "owner_id": people.ids("users", messages.owner),
        "sender_id": people.ids("users", messages.sender),
        "stream_id": named(messages.streams.ids, messages.stream),
        "body": pick(stacked([chat, letters]), which),
        "locale": Nullable(
            of_country(tongues(), people.country(messages.sender)),
            people.chance("messages/known", messages.number, 0.9),
        ),
        "moderation_status": words(states, status),
        "moderated_by": Nullable(people.ids("users", people.moderator("messages/by", messages.number)), decided),
        "read_at": Nullable(messages.read_us, read),
        "created_at": messages.at_us,
        "deleted_at": Nullable(messages.gone_us, messages.gone_us < _NEVER_US),
    }


def attachment_columns(messages: Messages) -> Columns:
    """Return the rows of message_attachments: pictures sent with some private messages."""
    people = messages.people
    rows = np.flatnonzero(
        messages.private & people.chance("messages/attached", messages.number, shapes.ATTACHMENT_SHARE)
    )
    number = messages.number[rows]
    ids = people.ids("message_attachments", number)
    kilobytes = 40 + (people.u("attachments/size", number) ** 3 * 8_000).astype(np.int64)
    return {
        "id": ids,
        "message_id": people.ids("messages", number),
        "owner_id": people.ids("users", messages.owner[rows]),
        "storage_uri": framed("s3://vbl-attachments/", hexadecimal(ids)),
        "media_type": words(
            ("image/webp", "image/jpeg", "video/mp4"), (people.u("attachments/type", number) * 3).astype(np.int64)
        ),
        "size_bytes": kilobytes * 1_024,
        "checksum": digests(people, "attachments/sum", number),
        "scan_status": words(("clean", "infected"), people.chance("attachments/bad", number, 0.005).astype(np.int64)),
        "created_at": messages.at_us[rows],
    }


@dataclass(frozen=True)
class Polls:
    """Polls by their rows among the streams, open in the middle of them."""

    streams: Streams
    of: Ints

    @cached_property
    def ids(self) -> Bytes:
        """The ids of the rows."""
        return self.streams.stage.people.ids("polls", self.streams.number[self.of])

    @cached_property
    def opens_us(self) -> Ints:
        """From when each is open."""
        return self._at(0.2)

    @cached_property
    def closes_us(self) -> Ints:
        """Until when each is open."""
        return self._at(0.7)

    @cached_property
    def which(self) -> Ints:
        """The row of polls.csv that each asks."""
        many = len(self.streams.stage.world.pools["polls.question"])
        return (self.streams.u("question")[self.of] * many).astype(np.int64)

    @cached_property
    def answers(self) -> list[list[str]]:
        """The answers of each row of polls.csv."""
        return [each.split("|") for each in self.streams.stage.world.pools["polls.options"].to_pylist()]

    def _at(self, share: float) -> Ints:
        start, end = self.streams.start_us[self.of], self.streams.end_us[self.of]
        return start + ((end - start) * share).astype(np.int64) // SECOND_US * SECOND_US


def polls_of(streams: Streams) -> Polls:
    """Return the polls of streams."""
    return Polls(streams, np.flatnonzero((streams.status == ENDED) & (streams.u("poll") < shapes.POLL_SHARE)))


def poll_columns(polls: Polls) -> Columns:
    """Return the rows of polls."""
    sizes = np.array([len(each) for each in polls.answers], dtype=np.int64)
    flat = [answer for each in polls.answers for answer in each]
    owner, place = repeat(sizes[polls.which])
    first = (np.cumsum(sizes) - sizes)[polls.which]
    return {
        "id": polls.ids,
        "stream_id": rows_at(polls.streams.ids, polls.of),
        "performer_id": rows_at(polls.streams.stage.ids, polls.streams.row[polls.of]),
        "question": pick(polls.streams.stage.world.pools["polls.question"], polls.which),
        "options": lists(words(flat, first[owner] + place), sizes[polls.which]),
        "opens_at": polls.opens_us,
        "closes_at": polls.closes_us,
    }


def vote_columns(polls: Polls, visits: Visits) -> Columns:
    """Return the rows of poll_votes: of visitors who are there while the poll is open."""
    poll_of = np.full(len(polls.streams.row), -1, dtype=np.int64)
    poll_of[polls.of] = np.arange(len(polls.of))
    poll = poll_of[visits.of] if len(poll_of) else np.full(len(visits.of), -1, dtype=np.int64)
    rows = np.flatnonzero((poll >= 0) & (visits.u("votes") < shapes.VOTE_SHARE))
    poll = poll[rows]
    low = np.maximum(visits.joined_us[rows], polls.opens_us[poll])
    high = np.minimum(visits.left_us[rows], polls.closes_us[poll])
    here = low <= high
    rows, poll, low, high = rows[here], poll[here], low[here], high[here]
    sizes = np.array([len(each) for each in polls.answers], dtype=np.int64)[polls.which[poll]]
    choice = 1 + (visits.u("choice")[rows] ** 1.3 * sizes).astype(np.int64)
    return {
        "poll_id": rows_at(polls.ids, poll),
        "voter_id": rows_at(visits.user_ids, rows),
        "performer_id": rows_at(visits.stage.ids, visits.row[rows]),
        "choice": choice.astype(np.int16),
        "created_at": low + (visits.u("voted")[rows] * (high - low)).astype(np.int64),
    }
