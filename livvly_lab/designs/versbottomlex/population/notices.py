"""What follows from all that: favorites, figures of streams, notifications."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.designs.versbottomlex.population.accounts import switched_off
from livvly_lab.designs.versbottomlex.population.archives import Archives
from livvly_lab.designs.versbottomlex.population.audience import Follows, Subscriptions
from livvly_lab.designs.versbottomlex.population.payouts import Payouts
from livvly_lab.designs.versbottomlex.population.people import People
from livvly_lab.designs.versbottomlex.population.sales import GIFT, SETTLED, TIP, Sales
from livvly_lab.designs.versbottomlex.population.streams import ENDED, PUBLIC, SECOND_US
from livvly_lab.designs.versbottomlex.population.talk import Messages, Reactions
from livvly_lab.designs.versbottomlex.population.visits import Visits
from livvly_lab.designs.versbottomlex.population.vocabulary import words
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, json_object, rows_at, uuid_text
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.population import Columns, Nullable

_CHANNELS = tuple(str(value) for value in shapes.CHANNEL.values)
_QUEUED_US = 20 * MINUTE_US
_KIND_BITS = 58


def favorite_columns(follows: Follows, archives: Archives) -> Columns:
    """Return the rows of favorites: recordings for all that followers keep."""
    stage, streams = follows.stage, archives.streams
    open_to_all = np.flatnonzero((streams.audience[archives.of] == PUBLIC) & ~archives.is_gone)
    open_to_all = open_to_all[np.argsort(streams.row[archives.of[open_to_all]], kind="stable")]
    many = np.bincount(streams.row[archives.of[open_to_all]], minlength=len(stage.numbers)).astype(np.int64)
    first = np.cumsum(many) - many
    keeps = np.flatnonzero((follows.u("keeps") < shapes.KEPT_SHARE) & (many[follows.row] > 0))
    row = follows.row[keeps]
    archive = open_to_all[first[row] + (follows.u("kept")[keeps] * many[row]).astype(np.int64)]
    low = np.maximum(archives.at_us[archive], follows.at_us[keeps])
    high = follows.lives.last_us[keeps]
    can = low < high
    keeps, archive, low, high = keeps[can], archive[can], low[can], high[can]
    return {
        "viewer_id": rows_at(follows.user_ids, keeps),
        "archive_id": rows_at(archives.ids, archive),
        "created_at": stage.people.rhythm.between(follows.u("kept at")[keeps], low, high),
    }


def metric_columns(visits: Visits, reactions: Reactions, messages: Messages, sales: Sales) -> Columns:
    """Return the rows of performance_metrics: what each stream that is over brought."""
    streams = visits.streams
    ended = np.flatnonzero(streams.status == ENDED)

    def counted(of: Ints, weights: Any = None) -> Ints:
        return np.bincount(of, weights=weights, minlength=len(streams.row)).astype(np.int64)[ended]

    seconds = (visits.left_us - visits.joined_us) // SECOND_US
    public = messages.stream[~messages.private]
    settled = (sales.status == SETTLED) & (sales.stream >= 0)
    tips = settled & ((sales.kind == TIP) | (sales.kind == GIFT))
    return {
        "id": streams.stage.people.ids("performance_metrics", streams.number[ended]),
        "performer_id": rows_at(streams.stage.ids, streams.row[ended]),
        "stream_id": rows_at(streams.ids, ended),
        "metric_date": (streams.end_us[ended] // DAY_US).astype(np.int32),
        "viewers": counted(visits.of),
        "watch_seconds": counted(visits.of, seconds),
        "returning_viewers": counted(visits.of[_came_back(visits)]),
        "reactions": counted(visits.of[reactions.of[~reactions.shared]]),
        "shares": counted(visits.of[reactions.of[reactions.shared]]),
        "messages": counted(public),
        "sales": counted(sales.stream[settled]),
        "tips_usd_minor": counted(sales.stream[tips], sales.split.performer[tips]),
        "computed_at": streams.end_us[ended] + HOUR_US,
    }


def _came_back(visits: Visits) -> Ints:
    """Return the visits of users who had watched an earlier stream of the performer."""
    people, start = visits.stage.people, visits.streams.start_us[visits.of]
    pair = visits.row * people.users + visits.user
    order = np.lexsort((start, pair))
    again = np.zeros(len(order), dtype=np.bool_)
    again[1:] = pair[order][1:] == pair[order][:-1]
    return order[again]


@dataclass(frozen=True)
class _Told:
    """Events of one kind: `to` and `by` are ids of users, `off` the channel that each does not want (-1: none)."""

    event: str
    to: Bytes
    number: Ints
    at_us: Ints
    by: Bytes
    off: Ints


def notification_columns(
    follows: Follows, sold: Subscriptions, visits: Visits, sales: Sales, payouts: Payouts
) -> Columns:
    """Return the rows of notifications: of subscribers, tips and payouts to performers, of streams to followers."""
    stage, people = follows.stage, follows.stage.people
    seen = np.flatnonzero((visits.follow >= 0) & (visits.u("told") < shapes.TOLD_SHARE))
    tipped = np.flatnonzero((sales.status == SETTLED) & ((sales.kind == TIP) | (sales.kind == GIFT)))
    to, tipper = rows_at(stage.ids, sales.row[tipped]), people.ids("users", sales.user[tipped])
    performers, paid = rows_at(stage.ids, visits.row[seen]), rows_at(stage.ids, payouts.row)
    begun, off = visits.streams.start_us[visits.of[seen]], switched_off(people, visits.user[seen])
    subscribed = rows_at(follows.user_ids, sold.of)
    told = [
        _Told("new_subscriber", rows_at(stage.ids, sold.row), sold.number, sold.start_us, subscribed, _never(sold.of)),
        _Told("tip_received", to, sales.number[tipped], sales.settled_us[tipped], tipper, _never(tipped)),
        _Told("stream_live", rows_at(visits.user_ids, seen), visits.number[seen], begun, performers, off),
        _Told("payout_sent", paid, payouts.number, payouts.at_us + HOUR_US, paid, _never(payouts.number)),
    ]
    return _told(people, told)


def _never(rows: Ints) -> Ints:
    return np.full(len(rows), -1, dtype=np.int64)


def _told(people: People, told: list[_Told]) -> Columns:
    """Return notifications, without those in a channel that was switched off."""
    which = np.repeat(np.arange(len(told)), [len(each.number) for each in told])
    key = np.concatenate([each.number for each in told]) ^ (which << _KIND_BITS)
    channel = shapes.CHANNEL.quantile(people.u("notifications/channel", key))
    rows = np.flatnonzero(channel != np.concatenate([each.off for each in told]))
    which, key, channel = which[rows], key[rows], channel[rows]
    at = np.concatenate([each.at_us for each in told])[rows]
    to, by = (np.concatenate([getattr(each, end) for each in told])[rows] for end in ("to", "by"))
    u = people.u("notifications/status", key)
    queued = at > people.as_of_us - _QUEUED_US
    failed = ~queued & (u > 0.985)
    is_read = ~queued & (u < 0.55) & (channel == _CHANNELS.index("in_app"))
    delivered = ~queued & ~failed & ~is_read & ((u < 0.93) | (channel == _CHANNELS.index("in_app")))
    status = np.select([queued, failed, is_read, delivered], [0, 1, 2, 3], 4)
    sent = at + MINUTE_US
    read = sent + MINUTE_US + (people.u("notifications/read", key) * 15 * MINUTE_US).astype(np.int64)
    return {
        "id": people.ids("notifications", key),
        "user_id": to,
        "event_code": words([each.event for each in told], which),
        "channel": words(_CHANNELS, channel),
        "template_id": Nullable(np.zeros(len(rows), dtype=np.int16), np.zeros(len(rows), dtype=np.bool_)),
        "payload": json_object({"from": uuid_text(by)}),
        "status": words(("queued", "failed", "read", "delivered", "sent"), status),
        "attempts": np.where(queued, 0, np.where(failed, 5, 1)).astype(np.int16),
        "failure": Nullable(words(("address unknown",), np.zeros(len(rows), dtype=np.int64)), failed),
        "created_at": at,
        "sent_at": Nullable(sent, ~queued),
        "delivered_at": Nullable(sent + 2 * SECOND_US, is_read | delivered),
        "read_at": Nullable(read, is_read),
    }
