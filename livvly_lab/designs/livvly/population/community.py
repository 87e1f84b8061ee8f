"""What users do about each other beside calls and gifts, and what they subscribe to.

Tables: user_blocks, reports, user_subscriptions. Source: livvly REQ-DB-002 and 008.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livvly.population import catalogue, shapes
from livvly_lab.designs.livvly.population.calls import Calls
from livvly_lab.designs.livvly.population.crowd import Crowd
from livvly_lab.designs.livvly.population.gifts import context_of, scenes
from livvly_lab.designs.livvly.population.people import People
from livvly_lab.designs.livvly.population.rooms import Visits
from livvly_lab.designs.livvly.population.vocabulary import numbers, weighted
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import Bytes, pick
from livvly_lab.domain.draw import Ints, Zipf
from livvly_lab.domain.people import NOBODY, Flags
from livvly_lab.domain.population import Columns, Nullable

_AFTERWARDS_US = HOUR_US
_REVIEW_DAYS = 5
_WITHDRAWN_REPORTS_SHARE = 0.1
_EXPLAINED_SHARE = 0.65
_PLAN_BY_PRICE = Zipf(exponent=1.0)
_CREATORS_LIMIT = 1 << 32


@dataclass(frozen=True)
class Reviews:
    """Decisions of moderators: who and when, where one was `made`."""

    by: Bytes
    at_us: Ints
    made: Flags


def community(crowd: Crowd, calls: Calls, visits: Visits) -> Iterator[tuple[str, Columns]]:
    """Yield blocks, reports and subscriptions of the crowd."""
    yield "user_blocks", _blocks(crowd, calls, visits)
    yield "reports", _reports(crowd, calls, visits)
    yield "user_subscriptions", _subscriptions(crowd)


def reviews(people: People, stream: str, events: Ints, after_us: Ints, concerned: Ints) -> Reviews:
    """Return which moderator decides about each event within days, and never one who is `concerned` (an ordinal)."""
    moderator = 1 + (people.u(f"{stream}/moderator", events) * people.moderators).astype(np.int64)
    within = (people.u(f"{stream}/reviewed_after", events) * _REVIEW_DAYS * DAY_US).astype(np.int64)
    at = after_us + HOUR_US + within
    there = people.signup_us(np.minimum(moderator, people.users - 1)) < at
    made = there & (at < people.as_of_us) & (moderator != concerned) & (people.moderators > 0)
    return Reviews(people.ids("users", moderator), at, made)


def _blocks(crowd: Crowd, calls: Calls, visits: Visits) -> Columns:
    people = crowd.people
    events = crowd.acts(shapes.RATIOS["user_blocks"], "blocks")
    contexts = context_of(shapes.BLOCK_CONTEXT, people.u("blocks/context", events.number))
    scene = scenes(crowd, events, "blocks", contexts, calls, visits)
    pairs = events.owner * _CREATORS_LIMIT + scene.creator
    blocked = np.unique(pairs, return_index=True)[1]
    blocked = blocked[scene.creator[blocked] != NOBODY]
    number = events.number[blocked]
    return {
        "id": people.ids("user_blocks", number),
        "blocker_id": crowd.ids[events.owner[blocked]],
        "blocked_id": people.creators.ids[scene.creator[blocked]],
        "reason": Nullable(
            shapes.BLOCK_REASON.texts(people.u("blocks/reason", number)),
            people.chance("blocks/has_reason", number, 0.6),
        ),
        "created_at": scene.at_us[blocked] + _soon(people, "blocks", number),
    }


def _reports(crowd: Crowd, calls: Calls, visits: Visits) -> Columns:
    world, people = crowd.world, crowd.people
    events = crowd.acts(shapes.RATIOS["reports"], "reports")
    contexts = context_of(shapes.REPORT_CONTEXT, people.u("reports/context", events.number))
    scene = scenes(crowd, events, "reports", contexts, calls, visits)
    real = scene.creator != NOBODY
    owner, number = events.owner[real], events.number[real]
    at = scene.at_us[real] + _soon(people, "reports", number)
    status = np.asarray(shapes.REPORT_STATUS.texts(people.u("reports/status", number)))
    review = reviews(people, "reports", number, at, crowd.ordinals[owner])
    decided = review.made & (status != "pending")
    kind = weighted(numbers(world, "reports.weight"), people.u("reports/reason", number))
    withdrawn = decided & (status == "dismissed") & people.chance("reports/gone", number, _WITHDRAWN_REPORTS_SHARE)
    return {
        "id": people.ids("reports", number),
        "reporter_id": crowd.ids[owner],
        "reported_user_id": people.creators.ids[scene.creator[real]],
        "reviewed_by": Nullable(review.by, decided),
        "reason": pick(world.pools["reports.reason"], kind),
        "description": Nullable(
            pick(world.pools["reports.description"], kind), people.chance("reports/explained", number, _EXPLAINED_SHARE)
        ),
        "source_type": scene.context.filter(pa.array(real)),
        "source_id": Nullable(scene.place_ids[real], scene.in_place[real]),
        "status": pa.array(np.where(decided, status, "pending")),
        "reviewed_at": Nullable(review.at_us, decided),
        "created_at": at,
        "updated_at": np.where(decided, review.at_us, at),
        "deleted_at": Nullable(review.at_us, withdrawn),
    }


def _subscriptions(crowd: Crowd) -> Columns:
    """Return one period for some users; it runs, has expired, or ended with the account."""
    people, plans, lives = crowd.people, catalogue.plans(crowd.world), crowd.lives
    chosen = np.flatnonzero(crowd.chance("subscriptions/has", shapes.SUBSCRIBED_SHARE) & lives.acting)
    ordinals = crowd.ordinals[chosen]
    started = people.rhythm.between(
        people.u("subscriptions/at", ordinals), lives.first_us[chosen], lives.last_us[chosen]
    )
    plan = _PLAN_BY_PRICE.ranks(people.u("subscriptions/plan", ordinals), len(plans.days))
    expires = started + plans.days[plan] * DAY_US
    over = np.asarray(shapes.SUBSCRIPTION_STATUS.texts(people.u("subscriptions/over", ordinals)))
    over = np.where(lives.deleted[chosen] & (expires > lives.gone_us[chosen]), "cancelled", over)
    status = np.where((expires > people.as_of_us) & ~lives.deleted[chosen], "active", over)
    return {
        "id": people.ids("user_subscriptions", ordinals),
        "user_id": crowd.ids[chosen],
        "plan_id": plans.ids[plan],
        "status": pa.array(status),
        "price_inr": plans.price_inr[plan],
        "auto_renew": (status == "active") & people.chance("subscriptions/renews", ordinals, shapes.AUTO_RENEW_SHARE),
        "started_at": started,
        "expires_at": expires,
        "created_at": started,
        "updated_at": np.minimum(expires, people.as_of_us),
    }


def _soon(people: People, stream: str, events: Ints) -> Ints:
    """Return the microseconds that pass until a user acts on what happened, while still there."""
    return (people.u(f"{stream}/soon", events) * _AFTERWARDS_US / 4).astype(np.int64)
