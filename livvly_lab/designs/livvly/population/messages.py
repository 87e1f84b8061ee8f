"""What users are told, and what they said that machines listened to.

Tables: notifications, ai_moderation_transcripts. Source: livvly REQ-DB-004.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livvly.population import catalogue, shapes
from livvly_lab.designs.livvly.population.calls import SECOND_US, Calls
from livvly_lab.designs.livvly.population.community import reviews
from livvly_lab.designs.livvly.population.crowd import Crowd, creator_names
from livvly_lab.designs.livvly.population.gifts import Gifts
from livvly_lab.designs.livvly.population.rooms import Rooms
from livvly_lab.designs.livvly.population.vocabulary import LANGUAGES, Phrases, by_language, said
from livvly_lab.domain.clock import MINUTE_US
from livvly_lab.domain.columns import (
    Bytes,
    choose,
    framed,
    hexadecimal,
    join,
    lists,
    pick,
    plain,
    rows_at,
    stacked,
    text,
    uuid_text,
)
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.people import NOBODY, Flags
from livvly_lab.domain.population import Columns, Nullable

TYPES = ("call_request", "gift_received", "creator_online", "new_message")
CALL_REQUEST, GIFT_RECEIVED, CREATOR_ONLINE, NEW_MESSAGE = range(len(TYPES))
_STATUSES = shapes.NOTIFICATION_STATUS.values
_CLICKED, _FAILED = map(_STATUSES.index, ("clicked", "failed"))
_HAS_ARRIVED = np.array([status in {"delivered", "clicked", "dismissed"} for status in _STATUSES])
_OPENS = [f'{{"screen": "{screen}", "id": "' for screen in ("call", "gifts", "creator", "messages")]

_DELIVERED_SECONDS = 20
_CLICKED_MINUTES = 30
_TRANSCRIBED_MINUTES = 25
_KIND_BITS = 60
_FIREBASE = b":APA91b"
_SENTENCES = ("first", "second", "third")


@dataclass(frozen=True)
class Notices:
    """Notifications to be sent: to whom (an ordinal), about whom (a name) or what (`subject`, an id)."""

    type: Ints
    number: Ints
    ids: Bytes
    to: Ints
    name: pa.StringArray
    gift: pa.StringArray
    subject: Bytes
    sent_us: Ints


@dataclass(frozen=True)
class Utterances:
    """What somebody (an ordinal) said in a call (0), a room (1) or a voice message (2)."""

    source: Ints
    source_ids: Bytes
    ids: Bytes
    number: Ints
    speaker: Ints
    at_us: Ints


def notification_columns(crowd: Crowd, calls: Calls, gifts: Gifts) -> Columns:
    """Return the notifications that events of the crowd cause, and those its users get."""
    parts = [
        _of_calls(crowd, calls),
        _of_gifts(crowd, gifts),
        _of_creators(crowd, CREATOR_ONLINE, shapes.CREATOR_ONLINE_PER_USER),
        _of_creators(crowd, NEW_MESSAGE, shapes.NEW_MESSAGE_PER_USER),
    ]
    notices = Notices(**{name: stacked([getattr(p, name) for p in parts]) for name in Notices.__dataclass_fields__})
    return _columns(crowd, notices)


def transcript_columns(crowd: Crowd, calls: Calls, rooms: Rooms) -> Columns:
    """Return the transcripts of calls, rooms and voice messages of the crowd; a few hold a violation."""
    world, people, said_by = crowd.world, crowd.people, _utterances(crowd, calls, rooms)
    number, language = _apart(said_by.number, said_by.source), people.language(said_by.speaker)

    def u(name: str) -> np.ndarray:
        return people.u(f"transcripts/{name}", number)

    flagged = u("flagged") < shapes.FLAGGED_SHARE
    violation = by_language(world, "violations").drawn(language, u("violation"))
    phrases = by_language(world, "transcripts")
    sentences = [said(world, "transcripts.text", phrases.drawn(language, u(part))) for part in _SENTENCES]
    words = join(sentences[0], " ", sentences[1], " ", sentences[2])
    bad = join(words, " ", pick(world.pools["violations.text"], violation))
    status = np.asarray(shapes.REVIEW_STATUS.texts(u("review")))
    review = reviews(people, "transcripts", number, said_by.at_us, said_by.speaker)
    decided = flagged & review.made & (status != "pending")
    return {
        "id": said_by.ids,
        "source_type": pick(pa.array(["call", "room", "voice_message"]), said_by.source),
        "source_id": Nullable(said_by.source_ids, said_by.source < 2),
        "user_id": people.ids("users", said_by.speaker),
        "language": pick(pa.array(LANGUAGES), language),
        "transcript": choose(flagged, bad, words),
        "confidence": shapes.CONFIDENCE.numbers(u("confidence")).astype(np.int64) + (u("rest") * 200).astype(np.int64),
        "flagged": flagged,
        "violation_type": Nullable(pick(world.pools["violations.violation_type"], violation), flagged),
        "violation_keywords": Nullable(
            lists(pick(world.pools["violations.keyword"], violation), np.ones(len(number), dtype=np.int64)), flagged
        ),
        "ai_provider": shapes.PROVIDER.texts(u("provider")),
        "review_status": pa.array(np.where(decided, status, "pending")),
        "reviewed_by": Nullable(review.by, decided),
        "reviewed_at": Nullable(review.at_us, decided),
        "created_at": said_by.at_us,
    }


def _of_calls(crowd: Crowd, calls: Calls) -> Notices:
    """Tell a creator of some of the calls; the others rang an open app."""
    these = np.flatnonzero(crowd.people.chance("notices/call", calls.number, shapes.CALL_REQUEST_SHARE))
    number, creator = calls.number[these], calls.creator[these]
    return Notices(
        type=np.full(len(these), CALL_REQUEST, dtype=np.int64),
        number=number,
        ids=crowd.people.ids("notifications/call", number),
        to=crowd.people.creators.ordinals[creator],
        name=pick(crowd.names, calls.owner[these]),
        gift=pa.repeat("", len(these)),
        subject=calls.ids[these],
        sent_us=calls.dialled_us[these],
    )


def _of_gifts(crowd: Crowd, gifts: Gifts) -> Notices:
    """Tell a creator of some of the gifts, by the gift's name in the creator's language."""
    people = crowd.people
    these = np.flatnonzero(people.chance("notices/gift", gifts.number, shapes.GIFT_RECEIVED_SHARE))
    number, to = gifts.number[these], people.creators.ordinals[gifts.creator[these]]
    return Notices(
        type=np.full(len(these), GIFT_RECEIVED, dtype=np.int64),
        number=number,
        ids=people.ids("notifications/gift", number),
        to=to,
        name=pick(crowd.names, gifts.owner[these]),
        gift=catalogue.gifts(crowd.world).name(gifts.gift[these], people.language(to)),
        subject=rows_at(gifts.ids, these),
        sent_us=gifts.at_us[these],
    )


def _of_creators(crowd: Crowd, kind: int, per_user: float) -> Notices:
    """Tell users of a creator: that one is online, or has written."""
    people, stream = crowd.people, f"notices/{TYPES[kind]}"
    events = crowd.acts(per_user, stream)
    first, last = crowd.lives.first_us[events.owner], crowd.lives.last_us[events.owner]
    sent = people.rhythm.between(people.u(f"{stream}/at", events.number), first, last)
    creator = people.creators.met(stream, events.number, crowd.ordinals[events.owner], sent)
    real = creator != NOBODY
    number, creator = events.number[real], creator[real]
    return Notices(
        type=np.full(len(number), kind, dtype=np.int64),
        number=number,
        ids=people.ids(f"notifications/{TYPES[kind]}", number),
        to=crowd.ordinals[events.owner[real]],
        name=creator_names(crowd.world, people, creator),
        gift=pa.repeat("", len(number)),
        subject=rows_at(people.creators.ids, creator),
        sent_us=sent[real],
    )


def _columns(crowd: Crowd, notices: Notices) -> Columns:
    world, people, number = crowd.world, crowd.people, _apart(notices.number, notices.type)
    language = people.language(notices.to)
    templates = Phrases.by(
        plain(join(world.pools["notifications.type"], "/", world.pools["notifications.language"])),
        tuple(f"{kind}/{code}" for kind in TYPES for code in LANGUAGES),
    )
    row = templates.drawn(notices.type * len(LANGUAGES) + language, people.u("notifications/template", number))
    words = {"name": notices.name, "gift": notices.gift}
    status = shapes.NOTIFICATION_STATUS.quantile(people.u("notifications/status", number))
    arrived, clicked = _HAS_ARRIVED[status], status == _CLICKED
    delivered = notices.sent_us + _within(people.u("notifications/delivered", number), _DELIVERED_SECONDS * SECOND_US)
    tapped = delivered + _within(people.u("notifications/clicked", number), _CLICKED_MINUTES * MINUTE_US)
    return {
        "id": notices.ids,
        "user_id": people.ids("users", notices.to),
        "type": pick(pa.array(TYPES), notices.type),
        "title": said(world, "notifications.title", row, **words),
        "body": said(world, "notifications.body", row, **words),
        "language": pick(pa.array(LANGUAGES), language),
        "data": join(pick(pa.array(_OPENS), notices.type), uuid_text(notices.subject), '"}'),
        "fcm_token": Nullable(_device(crowd, notices.to), status != _FAILED),
        "fcm_message_id": Nullable(_message_id(notices), status != _FAILED),
        "status": pick(pa.array(_STATUSES, pa.string()), status),
        "sent_at": notices.sent_us,
        "delivered_at": Nullable(delivered, arrived),
        "clicked_at": Nullable(tapped, clicked),
        "created_at": notices.sent_us,
    }


def _device(crowd: Crowd, users: Ints) -> pa.StringArray:
    """Return the token of each user's device, as long as those of Firebase."""
    octets = np.hstack([crowd.people.ids(f"devices/{part}", users) for part in range(5)])
    letters = hexadecimal(octets)
    app = np.frombuffer(_FIREBASE, dtype=np.uint8)
    return text(np.hstack([letters[:, :22], np.broadcast_to(app, (len(users), len(app))), letters[:, 32:152]]))


def _message_id(notices: Notices) -> pa.StringArray:
    return framed("projects/livvly/messages/", hexadecimal(notices.ids)[:, 8:])


def _utterances(crowd: Crowd, calls: Calls, rooms: Rooms) -> Utterances:
    parts = [_in_calls(crowd, calls), _in_rooms(crowd, rooms), _in_messages(crowd)]
    return Utterances(**{name: stacked([getattr(p, name) for p in parts]) for name in Utterances.__dataclass_fields__})


def _in_calls(crowd: Crowd, calls: Calls) -> Utterances:
    people = crowd.people
    heard = people.chance("transcripts/call", calls.number, shapes.TRANSCRIBED_CALLS_SHARE)
    these = np.flatnonzero(heard & calls.answered)
    number = calls.number[these]
    caller: Flags = people.chance("transcripts/caller", number, 0.5)
    speaker = np.where(caller, crowd.ordinals[calls.owner[these]], people.creators.ordinals[calls.creator[these]])
    later = _within(people.u("transcripts/after", number), _TRANSCRIBED_MINUTES * MINUTE_US)
    return Utterances(
        source=np.zeros(len(these), dtype=np.int64),
        source_ids=calls.ids[these],
        ids=people.ids("transcripts/call", number),
        number=number,
        speaker=speaker,
        at_us=calls.ended_us[these] + later,
    )


def _in_rooms(crowd: Crowd, rooms: Rooms) -> Utterances:
    """Transcribe hosts when their room ends, or while it is live."""
    people = crowd.people
    heard = people.chance("transcripts/room", rooms.number, shapes.TRANSCRIBED_ROOMS_SHARE)
    heard_rooms = rooms.only(heard & ~rooms.planned)
    return Utterances(
        source=np.ones(len(heard_rooms.number), dtype=np.int64),
        source_ids=heard_rooms.ids,
        ids=people.ids("transcripts/room", heard_rooms.number),
        number=heard_rooms.number,
        speaker=people.creators.ordinals[heard_rooms.host],
        at_us=np.where(heard_rooms.live, heard_rooms.started_us, heard_rooms.ended_us),
    )


def _in_messages(crowd: Crowd) -> Utterances:
    people, lives = crowd.people, crowd.lives
    events = crowd.acts(shapes.VOICE_MESSAGES_PER_USER, "voice")
    first, last = lives.first_us[events.owner], lives.last_us[events.owner]
    return Utterances(
        source=np.full(len(events.number), 2, dtype=np.int64),
        source_ids=np.zeros((len(events.number), 16), dtype=np.uint8),
        ids=people.ids("transcripts/voice", events.number),
        number=events.number,
        speaker=crowd.ordinals[events.owner],
        at_us=people.rhythm.between(people.u("voice/at", events.number), first, last),
    )


def _apart(numbers: Ints, kind: Ints) -> Ints:
    """Keep events of different kinds, each numbered from the start, from drawing the same values."""
    return numbers + (kind << _KIND_BITS)


def _within(u: np.ndarray, length_us: int) -> Ints:
    return (u * length_us).astype(np.int64)
