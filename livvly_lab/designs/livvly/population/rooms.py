"""Live rooms, numbered in the order in which they are made, and who was in them. Source: livvly REQ-DB-002.

A room is a function of its number, so whoever visits one knows its host and hours without reading it back.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livvly.population import shapes
from livvly_lab.designs.livvly.population.crowd import Crowd, city_names, display_names, home
from livvly_lab.designs.livvly.population.people import People
from livvly_lab.designs.livvly.population.vocabulary import LANGUAGES, by_language, said
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US, Clock
from livvly_lab.domain.columns import Bytes, pick, stacked
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.people import LAST_ACT_US, NOBODY, Flags
from livvly_lab.domain.population import Columns, Nullable, World

_OPENS_WITHIN_MINUTES = 40
_PLANNED_WITHIN_DAYS = 2
_REMOVED_SHARE = 0.02
_STAYS_SHARE = 0.6
_ROOMS_LIMIT = 1 << 32


@dataclass(frozen=True)
class Rooms:
    """Rooms by number; `host` is a creator, NOBODY where no room came about.

    Times are microseconds since 1970 UTC; a room that is `live` has not ended, one that is `planned` not begun.
    """

    number: Ints
    ids: Bytes
    host: Ints
    made_us: Ints
    started_us: Ints
    ended_us: Ints
    live: Flags
    planned: Flags

    def only(self, these: Flags) -> "Rooms":
        """Return some of the rooms."""
        return Rooms(**{name: getattr(self, name)[these] for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class Visits:
    """Visits of users to rooms of others: `owner` is the user's place in the crowd, `place` the visit's own id."""

    owner: Ints
    number: Ints
    rooms: Rooms
    joined_us: Ints
    left_us: Ints
    present: Flags


def room_count(world: World) -> int:
    """Return how many rooms there are."""
    return round(shapes.RATIOS["rooms"] * world.activity * world.users)


def rooms_at(world: World, people: People, numbers: Ints) -> Rooms:
    """Return the rooms with these numbers: the last few are planned, the few before them live."""
    total = room_count(world)
    planned = numbers >= total - round(total * shapes.SCHEDULED_ROOMS_SHARE)
    live = (numbers >= _past_rooms(world)) & ~planned
    u = people.u("rooms/at", numbers)
    recent = people.as_of_us - LAST_ACT_US - (u * (shapes.LIVE_HOURS * HOUR_US - LAST_ACT_US)).astype(np.int64)
    past = _times(people).at((numbers + u) / max(_past_rooms(world), 1))
    made = np.where(live | planned, recent, past)
    host = people.creators.met("rooms", numbers, np.full(len(numbers), NOBODY, dtype=np.int64), made)
    opens = (people.u("rooms/opens", numbers) * _OPENS_WITHIN_MINUTES * MINUTE_US).astype(np.int64)
    lasts = (shapes.ROOM_MINUTES.quantile(people.u("rooms/lasts", numbers)) * MINUTE_US).astype(np.int64)
    begins = (people.u("rooms/begins", numbers) * _PLANNED_WITHIN_DAYS * DAY_US).astype(np.int64)
    started = np.where(planned, people.as_of_us + begins, made + opens)
    ended = np.minimum(started + lasts, people.creators.lives.until_us[host])
    return Rooms(
        number=numbers,
        ids=people.ids("rooms", numbers),
        host=host,
        made_us=made,
        started_us=started,
        ended_us=np.where(live | planned, people.as_of_us, ended),
        live=live,
        planned=planned,
    )


def rooms_of(crowd: Crowd) -> Rooms:
    """Return this crowd's share of the rooms, in proportion to its users: their hosts may be anybody."""
    total, users = room_count(crowd.world), crowd.people.users
    first, last = (total * int(edge) // users for edge in (crowd.ordinals[0], crowd.ordinals[-1] + 1))
    rooms = rooms_at(crowd.world, crowd.people, np.arange(first, last, dtype=np.int64))
    return rooms.only(rooms.host != NOBODY)


def visits_of(crowd: Crowd) -> Visits:
    """Return the visits that users of the crowd make to rooms of others, each room once."""
    people, lives = crowd.people, crowd.lives
    events = crowd.acts(shapes.RATIOS["room_participants"] - shapes.RATIOS["rooms"], "visits")
    first, last = lives.first_us[events.owner], lives.last_us[events.owner]
    chosen = _chosen_rooms(crowd, events.number, first, last)
    rooms = rooms_at(crowd.world, people, chosen)
    earliest, latest = np.maximum(rooms.started_us, first), np.minimum(rooms.ended_us, last)
    fits = (rooms.host != NOBODY) & ~rooms.planned & (earliest < latest) & _each_once(events.owner, chosen)
    fits &= people.creators.ordinals[rooms.host] != crowd.ordinals[events.owner]
    u, stay = (people.u(f"visits/{name}", events.number[fits]) for name in ("joined", "stay"))
    joined = earliest[fits] + (u * (latest - earliest)[fits]).astype(np.int64)
    rooms = rooms.only(fits)
    left = joined + (shapes.ROOM_STAY.quantile(stay) * (rooms.ended_us - joined)).astype(np.int64)
    return Visits(
        owner=events.owner[fits],
        number=events.number[fits],
        rooms=rooms,
        joined_us=joined,
        left_us=np.minimum(left, lives.until_us[events.owner[fits]]),
        present=rooms.live & people.chance("visits/stays", events.number[fits], _STAYS_SHARE),
    )


def room_columns(crowd: Crowd, rooms: Rooms) -> Columns:
    """Return the rows of rooms, titled in the language of the host."""
    world, people, number = crowd.world, crowd.people, rooms.number
    hosts = people.creators.ordinals[rooms.host]
    language = people.language(hosts)
    title = by_language(world, "room_titles").drawn(language, people.u("rooms/title", number))
    cities = city_names(world, home(world, people, hosts))
    removed_us = rooms.ended_us + (people.u("rooms/removed_after", number) * DAY_US).astype(np.int64)
    removed = people.chance("rooms/removed", number, _REMOVED_SHARE) & ~rooms.live & ~rooms.planned
    removed &= removed_us < people.creators.lives.gone_us[rooms.host]
    return {
        "id": rooms.ids,
        "host_id": people.creators.ids[rooms.host],
        "title": said(world, "room_titles.title", title, name=display_names(world, people, hosts), city=cities),
        "language": pick(pa.array(LANGUAGES), language),
        "category": pick(world.pools["room_titles.category"], title),
        "status": pick(pa.array(["ended", "live", "scheduled"]), rooms.live + 2 * rooms.planned),
        "max_participants": shapes.ROOM_PLACES.numbers(people.u("rooms/places", number)),
        "started_at": Nullable(rooms.started_us, ~rooms.planned),
        "ended_at": Nullable(rooms.ended_us, ~rooms.live & ~rooms.planned),
        "created_at": rooms.made_us,
        "updated_at": np.where(rooms.planned, rooms.made_us, np.where(rooms.live, rooms.started_us, rooms.ended_us)),
        "deleted_at": Nullable(removed_us, removed),
    }


def participant_columns(crowd: Crowd, rooms: Rooms, visits: Visits) -> Columns:
    """Return the rows of participants: the hosts of the crowd's rooms, and the visits of its users."""
    people, hosted = crowd.people, rooms.only(~rooms.planned)
    role = shapes.ROOM_ROLE.texts(people.u("visits/role", visits.number))
    joined = stacked([hosted.started_us, visits.joined_us])
    return {
        "id": stacked(
            [people.ids("room_participants/host", hosted.number), people.ids("room_participants", visits.number)]
        ),
        "room_id": stacked([hosted.ids, visits.rooms.ids]),
        "user_id": stacked([people.creators.ids[hosted.host], crowd.ids[visits.owner]]),
        "role": stacked([pa.repeat("host", len(hosted.number)), role]),
        "joined_at": joined,
        "left_at": Nullable(stacked([hosted.ended_us, visits.left_us]), ~stacked([hosted.live, visits.present])),
        "created_at": joined,
    }


def _past_rooms(world: World) -> int:
    total = room_count(world)
    recent = shapes.SCHEDULED_ROOMS_SHARE + shapes.LIVE_ROOMS_SHARE
    return total - round(total * recent)


def _times(people: People) -> Clock:
    return shapes.ROOM_TIMES.clock(people.since_us, people.as_of_us)


def _chosen_rooms(crowd: Crowd, events: Ints, first_us: Ints, last_us: Ints) -> Ints:
    """Return a room made while each visitor was around; those around in the last hours may enter a live one."""
    people, world = crowd.people, crowd.world
    clock = _times(people)
    low, high = clock.share(first_us), clock.share(last_us)
    share = low + people.u("visits/room", events) * (high - low)
    past = (share * _past_rooms(world)).astype(np.int64)
    lives = round(room_count(world) * shapes.LIVE_ROOMS_SHARE)
    live = _past_rooms(world) + (people.u("visits/live", events) * lives).astype(np.int64)
    around = last_us > people.as_of_us - int(shapes.LIVE_HOURS * HOUR_US)
    chosen: Ints = np.where(around & people.chance("visits/is_live", events, shapes.LIVE_VISITS_SHARE), live, past)
    return chosen


def _each_once(owner: Ints, rooms: Ints) -> Flags:
    """Tell which visits are the first of their user to their room."""
    once = np.zeros(len(owner), dtype=np.bool_)
    once[np.unique(owner * _ROOMS_LIMIT + rooms, return_index=True)[1]] = True
    return once
