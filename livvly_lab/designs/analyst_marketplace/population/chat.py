"""Channels and messages of subscribers and analysts. Source: analyst_marketplace §9 and §10."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.desk import CHANNEL_TYPES, COMMUNITY, HELP, PREMIUM, ROOM, Desk
from livvly_lab.designs.analyst_marketplace.population.profiles import display_names
from livvly_lab.designs.analyst_marketplace.population.readers import PER_SUBSCRIPTION
from livvly_lab.designs.analyst_marketplace.population.subscribers import ACTIVE, Subscriptions
from livvly_lab.designs.analyst_marketplace.population.vocabulary import said, weighted
from livvly_lab.domain.clock import HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, by, framed, hexadecimal, join, pick, repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

KINDS = len(CHANNEL_TYPES)
_LOST = 1.05
"""How many more messages are drawn than are wanted: some analysts have no channel, some subscriptions no time."""
_IN_ROOM_SHARE = 0.5
_ANSWERS_BACK = 6
_TITLES = (" community", " premium room", " help desk")
_SAYS = ("Questions and answers about the calls", "For Premium subscribers", "Ask about your subscription")
_LIMITS = np.array([10, 20, 5])
_DECIDED_SHARE = 0.6
_PINNED_SHARE = 0.002


@dataclass(frozen=True)
class Messages:
    """Messages by channel and time: `of` is the row of the subscription through which they came, `kind` the channel's.

    `answers` is the place among the messages of the one that is answered, itself where none is.
    """

    sold: Subscriptions
    of: Ints
    number: Ints
    kind: Ints
    at_us: Ints

    @property
    def row(self) -> Ints:
        """The rows of the analysts in the desk."""
        return self.sold.row[self.of]

    @cached_property
    def channel(self) -> Ints:
        """The channels: the analyst's row and the kind."""
        return self.row * KINDS + self.kind

    @cached_property
    def ids(self) -> Bytes:
        """The ids of the rows."""
        return self.sold.desk.people.ids("chat_messages", self.number)

    @cached_property
    def by_analyst(self) -> Flags:
        """Which the analyst wrote."""
        return self.chance("analyst", shapes.ANALYST_WRITES_SHARE)

    @cached_property
    def flagged(self) -> Flags:
        """Which were reported: by the analyst, about a subscriber."""
        return (
            self.chance("flagged", shapes.MESSAGE_FLAGGED_SHARE / (1 - shapes.ANALYST_WRITES_SHARE)) & ~self.by_analyst
        )

    @cached_property
    def decided_us(self) -> Ints:
        """When an admin decided about those."""
        return self.at_us + MINUTE_US + (self.u("decided") * 48 * HOUR_US).astype(np.int64)

    @cached_property
    def taken_down(self) -> Flags:
        """Which of them were taken down."""
        decided = self.decided_us < self.sold.desk.people.as_of_us
        return self.flagged & decided & self.chance("taken_down", _DECIDED_SHARE)

    @cached_property
    def answers(self) -> Ints:
        """The place of the message that each answers, a few before it in the same channel."""
        place = np.arange(len(self.of), dtype=np.int64)
        back = place - 1 - (self.u("back") * _ANSWERS_BACK).astype(np.int64)
        there = (back >= 0) & (self.channel[back.clip(0)] == self.channel) & self.chance("reply", shapes.REPLY_SHARE)
        return np.where(there, back, place)

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.sold.desk.people.u(f"messages/{name}", self.number)

    def chance(self, name: str, share: float) -> Flags:
        """Return True for a share of them."""
        return self.u(name) < share


def messages_of(sold: Subscriptions) -> Messages:
    """Return what is written in the channels of a desk."""
    desk, people = sold.desk, sold.desk.people
    mean = _LOST * shapes.RATIOS["chat_messages"] / shapes.RATIOS["subscriptions"] * desk.world.activity
    chatty = shapes.CHATTINESS.quantile(sold.u("chattiness"))
    may = (sold.access_us > sold.start_us) & desk.channels[sold.row, COMMUNITY] & ~sold.pending
    of, position = repeat(counts(sold.u("messages"), np.where(may, mean * chatty, 0.0)))
    number = sold.number[of] * PER_SUBSCRIPTION + position
    in_room = (sold.tier[of] == PREMIUM) & desk.channels[sold.row[of], ROOM]
    in_room &= people.chance("messages/room", number, _IN_ROOM_SHARE)
    kind = np.where(in_room, ROOM, COMMUNITY)
    at = people.rhythm.between(people.u("messages/at", number), sold.start_us[of], sold.access_us[of])
    order = by(sold.row[of] * KINDS + kind, at)
    return Messages(sold, of[order], number[order], kind[order], at[order])


def message_columns(messages: Messages) -> Columns:
    """Return the rows of chat_messages."""
    sold, desk, people = messages.sold, messages.sold.desk, messages.sold.desk.people
    world, row = desk.world, messages.row
    analyst = rows_at(desk.ids, row)
    writer = np.where(messages.by_analyst[:, None], analyst, rows_at(sold.user_ids, messages.of))
    symbol = pick(world.pools["stocks.symbol"], weighted(world, "stocks.weight", messages.u("symbol")))
    phrase = (messages.u("phrase") * len(world.pools["messages.text"])).astype(np.int64)
    kind = shapes.MESSAGE_TYPE.quantile(messages.u("type"))
    file = framed("https://cdn.example.in/chat/", hexadecimal(people.ids("messages/file", messages.number)))
    down, flagged = messages.taken_down, messages.flagged
    pinned = messages.by_analyst & messages.chance("pinned", _PINNED_SHARE / shapes.ANALYST_WRITES_SHARE)
    why = pick(pa.array(["Reported by the analyst"]), np.zeros(len(row), dtype=np.int64))
    return {
        "id": messages.ids,
        "channel_id": people.ids("chat_channels", desk.numbers[row] * KINDS + messages.kind),
        "user_id": writer,
        "analyst_id": analyst,
        "message": said(world, "messages.text", phrase, symbol=symbol),
        "message_type": pick(pa.array(shapes.MESSAGE_TYPE.values, pa.string()), kind),
        "attachment_url": Nullable(file, kind > 0),
        "reply_to_message_id": Nullable(
            rows_at(messages.ids, messages.answers), messages.answers != np.arange(len(row))
        ),
        "is_deleted": down,
        "deleted_by": Nullable(people.ids("users", people.admin("messages/admin", messages.number)), down),
        "deleted_at": Nullable(messages.decided_us, down),
        "deletion_reason": Nullable(why, down),
        "is_flagged": flagged,
        "flagged_by": Nullable(analyst, flagged),
        "flagged_reason": Nullable(pick(pa.array(["Against the rules"]), np.zeros(len(row), dtype=np.int64)), flagged),
        "is_pinned": pinned,
        "pinned_by": Nullable(analyst, pinned),
        "pinned_at": Nullable(messages.at_us, pinned),
        "created_at": messages.at_us,
        "updated_at": np.where(down, messages.decided_us, messages.at_us),
    }


def channel_columns(desk: Desk, messages: Messages) -> Columns:
    """Return the rows of chat_channels, with what the triggers would have counted."""
    row, kind = np.nonzero(desk.channels)
    live = ~messages.taken_down
    places = len(desk.numbers) * KINDS
    total = np.bincount(messages.channel[live], minlength=places)[row * KINDS + kind]
    last = np.zeros(places, dtype=np.int64)
    np.maximum.at(last, messages.channel[live], messages.at_us[live])
    last = last[row * KINDS + kind]
    sold = messages.sold
    members = np.zeros((len(desk.numbers), KINDS), dtype=np.int64)
    active = sold.status == ACTIVE
    members[:, COMMUNITY] = np.bincount(sold.row[active], minlength=len(desk.numbers))
    members[:, ROOM] = np.bincount(sold.row[active & (sold.tier == PREMIUM)], minlength=len(desk.numbers))
    tier = desk.people.ids("subscription_tiers", desk.numbers[row] * 4 + PREMIUM)
    names = display_names(desk)
    opened = desk.open_us[row]
    return {
        "id": desk.people.ids("chat_channels", desk.numbers[row] * KINDS + kind),
        "analyst_id": rows_at(desk.ids, row),
        "channel_name": join(pick(names, row), pick(pa.array(_TITLES), kind)),
        "channel_description": pick(pa.array(_SAYS), kind),
        "channel_type": pick(pa.array(CHANNEL_TYPES), kind),
        "is_active": np.ones(len(row), dtype=np.bool_),
        "is_archived": desk.last_us[row] < desk.people.as_of_us - 90 * 24 * HOUR_US,
        "max_members": Nullable(np.full(len(row), 500), kind == ROOM),
        "message_rate_limit": _LIMITS[kind],
        "is_rate_limited": np.ones(len(row), dtype=np.bool_),
        "require_subscription": kind != HELP,
        "minimum_tier_required": Nullable(tier, kind == ROOM),
        "total_messages": total,
        "active_members_count": members[row, kind],
        "last_message_at": Nullable(last, last > 0),
        "created_at": opened,
        "updated_at": np.maximum(opened, last),
        "deleted_at": Nullable(opened, np.zeros(len(row), dtype=np.bool_)),
    }
