"""Gifts: given in a call, in a room or on a profile, at catalogue prices. Source: livvly REQ-DB-006."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livvly.population import catalogue, shapes
from livvly_lab.designs.livvly.population.calls import SECOND_US, Calls
from livvly_lab.designs.livvly.population.crowd import Crowd, Events, one_of
from livvly_lab.designs.livvly.population.rooms import Visits
from livvly_lab.designs.livvly.population.vocabulary import by_language, said
from livvly_lab.domain.columns import Bytes, pick, rows_at
from livvly_lab.domain.draw import Choice, Floats, Ints
from livvly_lab.domain.people import NOBODY, Flags
from livvly_lab.domain.population import Columns, Nullable

CALL, PROFILE, ROOM = "call", "profile", "room"


@dataclass(frozen=True)
class Scenes:
    """Where, when and with which creator something happens between two users.

    `place_ids` are the call's or room's, meaningless on a profile. `creator` is NOBODY where it does not happen.
    """

    context: pa.DictionaryArray
    place_ids: Bytes
    creator: Ints
    at_us: Ints

    @property
    def in_place(self) -> Flags:
        """Tell which happen in a call or a room."""
        there: Flags = np.asarray(self.context.indices) > 0
        return there


@dataclass(frozen=True)
class Gifts:
    """Gifts by sender: `owner` is the sender's place in the crowd, `gift` the place in the catalogue."""

    owner: Ints
    number: Ints
    ids: Bytes
    creator: Ints
    gift: Ints
    quantity: Ints
    coins: Ints
    diamonds: Ints
    context: pa.DictionaryArray
    place_ids: Bytes
    at_us: Ints


def scenes(crowd: Crowd, events: Events, stream: str, contexts: Ints, calls: Calls, visits: Visits) -> Scenes:
    """Place events of users in a call or a room of theirs, or on a creator's profile where they have none.

    `contexts` are 0 for a call, 1 for a room, 2 for a profile.
    """
    people, lives, owners = crowd.people, crowd.lives, len(crowd.ordinals)
    u, when = (people.u(f"{stream}/{name}", events.number) for name in ("which", "at"))
    answered = np.flatnonzero(calls.answered)
    call = one_of(calls.owner[answered], events.owner, u, owners)
    visit = one_of(visits.owner, events.owner, u, owners)
    in_call, in_room = (contexts == 0) & call.is_any, (contexts == 1) & visit.is_any
    at = people.rhythm.between(when, lives.first_us[events.owner], lives.last_us[events.owner])
    creator = people.creators.met(stream, events.number, crowd.ordinals[events.owner], at)
    places = np.zeros((len(at), 16), dtype=np.uint8)

    of_call, of_visit = answered[call.row[in_call]], visit.row[in_room]
    at[in_call] = _within(when[in_call], calls.started_us[of_call], calls.seconds[of_call] * SECOND_US)
    at[in_room] = _within(
        when[in_room], visits.joined_us[of_visit], visits.left_us[of_visit] - visits.joined_us[of_visit]
    )
    creator[in_call], creator[in_room] = calls.creator[of_call], visits.rooms.host[of_visit]
    places[in_call], places[in_room] = calls.ids[of_call], visits.rooms.ids[of_visit]
    context = pick(pa.array([PROFILE, CALL, ROOM]), np.where(in_call, 1, np.where(in_room, 2, 0)))
    return Scenes(context, places, creator, at)


def context_of(contexts: Choice, u: Floats) -> Ints:
    """Draw where things happen: 0 for a call, 1 for a room, 2 for a profile."""
    codes = np.array([(CALL, ROOM, PROFILE).index(str(value)) for value in contexts.values], dtype=np.int64)
    drawn: Ints = codes[contexts.quantile(u)]
    return drawn


def gifts_of(crowd: Crowd, calls: Calls, visits: Visits) -> Gifts:
    """Return the gifts that users of the crowd give."""
    people = crowd.people
    events = crowd.acts(shapes.RATIOS["gift_transactions"], "gifts")
    contexts = context_of(shapes.GIFT_CONTEXT, people.u("gifts/context", events.number))
    scene = scenes(crowd, events, "gifts", contexts, calls, visits)
    given = scene.creator != NOBODY
    owner, number = events.owner[given], events.number[given]
    gift, quantity = _bought(crowd, owner, number)
    shop = catalogue.gifts(crowd.world)
    return Gifts(
        owner=owner,
        number=number,
        ids=people.ids("gift_transactions", number),
        creator=scene.creator[given],
        gift=gift,
        quantity=quantity,
        coins=shop.coin_price[gift] * quantity,
        diamonds=shop.diamond_value[gift] * quantity,
        context=scene.context.filter(pa.array(given)),
        place_ids=scene.place_ids[given],
        at_us=scene.at_us[given],
    )


def gift_columns(crowd: Crowd, gifts: Gifts) -> Columns:
    """Return the rows of gifts. None is ever soft-deleted: diamonds have been earned with it."""
    world, people, rows = crowd.world, crowd.people, len(gifts.owner)
    message = by_language(world, "gift_messages").drawn(
        crowd.language[gifts.owner], people.u("gifts/message", gifts.number)
    )
    written = people.chance("gifts/has_message", gifts.number, shapes.GIFT_MESSAGE_SHARE)
    return {
        "id": gifts.ids,
        "sender_id": rows_at(crowd.ids, gifts.owner),
        "receiver_id": rows_at(people.creators.ids, gifts.creator),
        "gift_id": rows_at(catalogue.gifts(world).ids, gifts.gift),
        "quantity": gifts.quantity,
        "coins_spent": gifts.coins,
        "diamonds_earned": gifts.diamonds,
        "context": gifts.context,
        "context_id": Nullable(gifts.place_ids, np.asarray(gifts.context.indices) > 0),
        "message": Nullable(said(world, "gift_messages.message", message), written),
        "created_at": gifts.at_us,
        "deleted_at": Nullable(np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.bool_)),
    }


def _within(u: Floats, start_us: Ints, length_us: Ints) -> Ints:
    return start_us + (u * length_us).astype(np.int64)


def _bought(crowd: Crowd, owner: Ints, number: Ints) -> tuple[Ints, Ints]:
    """Return gift and quantity: cheap ones mostly, and nothing beyond a few of the user's packages."""
    people, shop, packages = crowd.people, catalogue.gifts(crowd.world), catalogue.packages(crowd.world)
    package = packages.chosen(catalogue.spending_of(crowd.u("wallet/spending")))[owner]
    most = packages.total[package] * shapes.GIFT_PACKAGES
    affordable = np.maximum(np.searchsorted(shop.coin_price, most, side="right"), 1)
    gift = shapes.GIFT.ranks(people.u("gifts/gift", number), len(shop.coin_price)) % affordable
    wanted = shapes.GIFT_QUANTITY.numbers(people.u("gifts/quantity", number)).astype(np.int64)
    return gift, np.clip(wanted, 1, np.maximum(most // shop.coin_price[gift], 1).astype(np.int64))
