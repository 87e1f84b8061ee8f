"""What subscribers do with what they read: they keep posts, review analysts. Source: analyst_marketplace §7 and §8."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.desk import FREE
from livvly_lab.designs.analyst_marketplace.population.subscribers import Subscriptions
from livvly_lab.designs.analyst_marketplace.population.vocabulary import rows_of, some
from livvly_lab.designs.analyst_marketplace.population.writing import PAID_ONLY, Posts
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import pick, repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

PER_SUBSCRIPTION = 1 << 16
_KEPT_WITHIN_HOURS = 48
_BOOKMARKS_LOST = 1.44
"""How many more are drawn than are wanted: some readers find nothing, or may not read it, or kept it already."""
_MOODS = ("bad", "middling", "good")
_MOOD_OF_STARS = np.array([0, 0, 0, 1, 2, 2])
_ANSWER_DAYS, _DECIDE_DAYS = 6, 4
_REVIEWS_DELETED_SHARE = 0.01
_UNDECIDED_SHARE = 0.3


@dataclass(frozen=True)
class Bookmarks:
    """Posts kept: `of` is the row of the subscription by which the reader reads, `posts` what is kept."""

    sold: Subscriptions
    of: Ints
    number: Ints
    posts: Posts

    def kept(self, all_posts: Posts) -> Ints:
        """Return how often each of all posts is kept."""
        count = np.bincount(all_posts.row, minlength=len(self.sold.desk.numbers))
        first = np.cumsum(count) - count
        return np.bincount(first[self.posts.row] + self.posts.position, minlength=len(all_posts.row)).astype(np.int64)


def reading(sold: Subscriptions, of: Ints, low_us: Ints, high_us: Ints, u: Floats) -> tuple[Ints, Posts]:
    """Return a post within each window that its reader may read: which windows have one, and the posts."""
    timeline, row = sold.desk.posts, sold.row[of]
    first, beyond = timeline.window(row, low_us, high_us)
    position = first + (u * (beyond - first).clip(0)).astype(np.int64)
    posts = Posts(sold.desk, row, position)
    found = np.flatnonzero((beyond > first) & ((sold.tier[of] != FREE) | (posts.audience != PAID_ONLY)))
    return found, Posts(sold.desk, row[found], position[found])


def bookmarks_of(sold: Subscriptions) -> Bookmarks:
    """Return what subscribers keep."""
    per_subscription = shapes.RATIOS["bookmarks"] / shapes.RATIOS["subscriptions"]
    mean = _BOOKMARKS_LOST * per_subscription * sold.desk.world.activity
    of, position = repeat(counts(sold.u("bookmarks"), np.full(len(sold.row), mean)))
    number = sold.number[of] * PER_SUBSCRIPTION + position
    u = sold.desk.people.u("bookmarks/post", number)
    found, posts = reading(sold, of, sold.start_us[of], sold.access_us[of], u)
    of, number = of[found], number[found]
    pairs = of * (int(posts.position.max(initial=0)) + 1) + posts.position
    once = np.sort(np.unique(pairs, return_index=True)[1])
    return Bookmarks(sold, of[once], number[once], Posts(sold.desk, posts.row[once], posts.position[once]))


def bookmark_columns(kept: Bookmarks) -> Columns:
    """Return the rows of bookmarks: a post is kept within two days, while the subscription runs."""
    people, world = kept.sold.desk.people, kept.sold.desk.world
    later = (people.u("bookmarks/after", kept.number) ** 2 * _KEPT_WITHIN_HOURS * HOUR_US).astype(np.int64)
    noted = people.chance("bookmarks/noted", kept.number, shapes.BOOKMARK_NOTE_SHARE)
    return {
        "id": people.ids("bookmarks", kept.number),
        "user_id": rows_at(kept.sold.user_ids, kept.of),
        "post_id": kept.posts.ids,
        "notes": Nullable(some(world, "notes.text", people.u("bookmarks/note", kept.number)), noted),
        "created_at": np.minimum(kept.posts.at_us + later, kept.sold.access_us[kept.of]),
    }


@dataclass(frozen=True)
class Reviews:
    """Reviews: `of` is the row of the subscription of the reviewer."""

    sold: Subscriptions
    of: Ints
    at_us: Ints

    @cached_property
    def number(self) -> Ints:
        """The numbers of the reviews: those of the subscriptions."""
        return self.sold.number[self.of]

    @cached_property
    def stars(self) -> Ints:
        """The stars given."""
        return shapes.RATING.numbers(self.u("stars")).astype(np.int64)

    @cached_property
    def flagged(self) -> Flags:
        """Which were reported by the analyst."""
        return (self.u("flagged") < shapes.REVIEW_FLAGGED_SHARE) & (self.flagged_us < self.sold.desk.people.as_of_us)

    @cached_property
    def flagged_us(self) -> Ints:
        """When they were, where they were: while the analyst was there."""
        after = self.at_us + HOUR_US + (self.u("flagged/after") * DAY_US).astype(np.int64)
        return np.minimum(after, self.sold.desk.last_us[self.sold.row[self.of]])

    @cached_property
    def decided_us(self) -> Ints:
        """When an admin decided about those that were reported."""
        return self.flagged_us + HOUR_US + (self.u("decided/after") * _DECIDE_DAYS * DAY_US).astype(np.int64)

    @cached_property
    def decided(self) -> Flags:
        """Which of them were decided."""
        decided = self.flagged & (self.decided_us < self.sold.desk.people.as_of_us)
        return decided & (self.u("undecided") >= _UNDECIDED_SHARE)

    @cached_property
    def approved(self) -> Flags:
        """Which are shown."""
        held_back = self.u("held") >= shapes.REVIEW_APPROVED_SHARE
        return ~held_back & ~(self.decided & (self.u("rejected") < 0.5))

    @cached_property
    def deleted(self) -> Flags:
        """Which their writers took back."""
        taken_back: Flags = self.u("deleted") < _REVIEWS_DELETED_SHARE
        return taken_back

    @property
    def counted(self) -> Flags:
        """Which count in the statistics of the analyst."""
        return self.approved & ~self.deleted

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.sold.desk.people.u(f"reviews/{name}", self.number)


def reviews_of(sold: Subscriptions) -> Reviews:
    """Return the reviews: thirty days subscribed at least, while the reviewer is there."""
    earliest = sold.start_us + shapes.DAYS_BEFORE_REVIEW * DAY_US
    u = sold.u("reviews/at")
    at = earliest + (u**2 * (sold.access_us - earliest).clip(0)).astype(np.int64)
    of = np.flatnonzero((sold.access_us > earliest) & sold.chance("reviews", shapes.REVIEWED_SHARE))
    return Reviews(sold, of, at[of])


def review_columns(reviews: Reviews) -> Columns:
    """Return the rows of reviews."""
    sold, of, number = reviews.sold, reviews.of, reviews.number
    desk, people, world = sold.desk, sold.desk.people, sold.desk.world
    phrase = rows_of(world, "reviews.mood", _MOODS, _MOOD_OF_STARS[reviews.stars], reviews.u("phrase"))
    yes = np.ones(len(of), dtype=np.bool_)
    answered_us = reviews.at_us + HOUR_US + (reviews.u("answered") * _ANSWER_DAYS * DAY_US).astype(np.int64)
    answered = (reviews.u("answers") < shapes.REVIEW_ANSWERED_SHARE) & (answered_us < desk.last_us[sold.row[of]])
    admins = people.ids("users", people.admin("reviews/admin", number))
    return {
        "id": people.ids("reviews", number),
        "user_id": rows_at(sold.user_ids, of),
        "analyst_id": rows_at(desk.ids, sold.row[of]),
        "rating": reviews.stars,
        "review_title": pick(world.pools["reviews.title"], phrase),
        "review_text": Nullable(pick(world.pools["reviews.text"], phrase), reviews.u("explained") < 0.8),
        "is_verified_subscriber": yes,
        "subscription_duration_days": (reviews.at_us - sold.start_us[of]) // DAY_US,
        "is_approved": reviews.approved,
        "is_flagged": reviews.flagged,
        "flagged_reason": Nullable(pick(pa.array(["Not true"]), np.zeros_like(of)), reviews.flagged),
        "moderated_by": Nullable(admins, reviews.decided),
        "moderated_at": Nullable(reviews.decided_us, reviews.decided),
        "helpfulness_upvotes": (reviews.u("up") ** 4 * 40).astype(np.int64),
        "helpfulness_downvotes": (reviews.u("down") ** 6 * 15).astype(np.int64),
        "analyst_response": Nullable(some(world, "review_answers.text", reviews.u("answer")), answered),
        "analyst_response_at": Nullable(answered_us, answered),
        "created_at": reviews.at_us,
        "updated_at": np.where(reviews.decided, reviews.decided_us, np.where(answered, answered_us, reviews.at_us)),
        "deleted_at": Nullable(np.minimum(reviews.at_us + DAY_US, people.as_of_us), reviews.deleted),
    }
