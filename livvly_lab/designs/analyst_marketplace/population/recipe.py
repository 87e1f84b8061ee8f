"""The population of the marketplace: a stretch of users, the analysts among them, and everything these run."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.chat import channel_columns, message_columns, messages_of
from livvly_lab.designs.analyst_marketplace.population.desk import Desk, desk_of
from livvly_lab.designs.analyst_marketplace.population.notices import notification_columns
from livvly_lab.designs.analyst_marketplace.population.offers import code_columns, link_columns, tier_columns
from livvly_lab.designs.analyst_marketplace.population.payments import payment_columns, payments_of
from livvly_lab.designs.analyst_marketplace.population.people import People
from livvly_lab.designs.analyst_marketplace.population.platform import flag_columns, ticket_columns
from livvly_lab.designs.analyst_marketplace.population.profiles import (
    Standing,
    analyst_columns,
    crowd_of,
    otp_columns,
    user_columns,
)
from livvly_lab.designs.analyst_marketplace.population.readers import (
    Reviews,
    bookmark_columns,
    bookmarks_of,
    review_columns,
    reviews_of,
)
from livvly_lab.designs.analyst_marketplace.population.subscribers import (
    ACTIVE,
    PENDING,
    Subscriptions,
    subscription_columns,
    subscriptions_of,
)
from livvly_lab.designs.analyst_marketplace.population.vocabulary import POOLS
from livvly_lab.designs.analyst_marketplace.population.writing import Posts, post_columns, posts_of
from livvly_lab.designs.checks import read_checks
from livvly_lab.domain.population import Chunk, Columns, Population, World

DESIGN = "livvly_lab.designs.analyst_marketplace"


def chunk(world: World, first: int, last: int) -> Chunk:
    """Return the rows of users first..last-1, and all rows of the analysts among them; nothing is left to add up."""
    people = People.of(world)
    crowd, desk = crowd_of(world, people, first, last), desk_of(world, people, first, last)
    sold = subscriptions_of(desk)
    payments, posts, kept = payments_of(sold), posts_of(desk), bookmarks_of(sold)
    reviews, messages = reviews_of(sold), messages_of(sold)
    standing = standing_of(desk, sold, posts, reviews)
    tables = {
        "users": user_columns(crowd),
        "otp_verifications": otp_columns(crowd),
        "analyst_profiles": analyst_columns(desk, standing),
        "subscription_tiers": tier_columns(desk),
        "subscriptions": subscription_columns(sold),
        "payment_transactions": payment_columns(payments),
        "discount_codes": code_columns(desk, sold),
        "invite_links": link_columns(desk, sold, payments),
        "posts": post_columns(posts, kept.kept(posts), standing.subscribers[posts.row]),
        "bookmarks": bookmark_columns(kept),
        "reviews": review_columns(reviews),
        "chat_channels": channel_columns(desk, messages),
        "chat_messages": message_columns(messages),
        "notifications": notification_columns(sold, payments),
        "support_tickets": ticket_columns(crowd, payments),
        "moderation_flags": flag_columns(sold, messages, reviews),
    }
    return Chunk(tables, {})


def standing_of(desk: Desk, sold: Subscriptions, posts: Posts, reviews: Reviews) -> Standing:
    """Return what the triggers would have counted for each analyst of a desk."""

    def counted(row: Any, weights: Any = None) -> Any:
        return np.bincount(row, weights=weights, minlength=len(desk.numbers)).astype(np.int64)

    active, written = sold.status == ACTIVE, ~posts.deleted
    row, stars = sold.row[reviews.of][reviews.counted], reviews.stars[reviews.counted]
    total = counted(row)
    last = np.zeros(len(desk.numbers), dtype=np.int64)
    np.maximum.at(last, posts.row[written], posts.at_us[written])
    by = np.maximum(total, 1)
    return Standing(
        rating=(2 * counted(row, stars * 100) + by) // (2 * by),
        reviews=total,
        subscribers=counted(sold.row[sold.status != PENDING]),
        active=counted(sold.row[active]),
        posts=counted(posts.row[written]),
        last_post_us=last,
        revenue=counted(sold.row[active], sold.monthly_paise[active]),
    )


def summary(world: World, tallies: Mapping[str, Any]) -> Iterator[tuple[str, Columns]]:
    """Yield nothing: what an analyst's counters need is drawn together with the analyst."""
    del world, tallies
    yield from ()


POPULATION = Population(
    as_of=shapes.AS_OF,
    pools=POOLS,
    ratios=shapes.RATIOS,
    scales_with_activity=shapes.SCALES_WITH_ACTIVITY,
    distributions=shapes.DISTRIBUTIONS,
    chunk=chunk,
    summary=summary,
    checks=read_checks(DESIGN),
)
