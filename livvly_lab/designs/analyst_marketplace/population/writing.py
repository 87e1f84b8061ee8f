"""Posts: what analysts write, mostly calls. Source: analyst_marketplace §6."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.analyst_marketplace.population import market, shapes
from livvly_lab.designs.analyst_marketplace.population.desk import Desk
from livvly_lab.designs.analyst_marketplace.population.market import CALL, HOLD, Calls, rupees
from livvly_lab.designs.analyst_marketplace.population.vocabulary import rows_of, said, some
from livvly_lab.domain.clock import DAY_US
from livvly_lab.domain.columns import Bytes, choose, join, json_object, pick, repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

AUDIENCES = shapes.AUDIENCE.values
PAID_ONLY = AUDIENCES.index("paid")

_TYPES = tuple(str(kind) for kind in shapes.POST_TYPE.values)
_FEATURED_SHARE, _PINNED_SHARE = 0.01, 0.01
_MOST_COMMENTS = 12
_TAKEN_DOWN_DAYS = 2


@dataclass(frozen=True)
class Posts:
    """Posts by analyst: `row` is the analyst's in the desk, `position` the post's among the analyst's."""

    desk: Desk
    row: Ints
    position: Ints

    @cached_property
    def number(self) -> Ints:
        """The numbers of the posts."""
        return self.desk.posts.number(self.row, self.position)

    @cached_property
    def at_us(self) -> Ints:
        """When they were written."""
        return self.desk.posts.at_us(self.row, self.position)

    @cached_property
    def ids(self) -> Bytes:
        """The ids of the rows."""
        return self.desk.people.ids("posts", self.number)

    @cached_property
    def call(self) -> Calls:
        """What each says where it is a call."""
        return Calls(self.desk.people, self.desk.world, self.number, self.at_us)

    @cached_property
    def type(self) -> Ints:
        """The position of each type in shapes.POST_TYPE."""
        return shapes.POST_TYPE.quantile(self.u("type"))

    @cached_property
    def is_call(self) -> Flags:
        """Which are calls."""
        calls: Flags = self.type == CALL
        return calls

    @cached_property
    def audience(self) -> Ints:
        """The position of each audience in shapes.AUDIENCE."""
        return shapes.AUDIENCE.quantile(self.u("audience"))

    @cached_property
    def urgent(self) -> Flags:
        """Which are urgent."""
        return self.is_call & (self.u("urgent") < shapes.URGENT_SHARE / shapes.POST_TYPE.weights[CALL])

    @cached_property
    def deleted(self) -> Flags:
        """Which were taken down; when says `deleted_us`."""
        taken_down: Flags = (self.u("deleted") < shapes.POSTS_DELETED_SHARE) & (
            self.deleted_us < self.desk.people.as_of_us
        )
        return taken_down

    @cached_property
    def deleted_us(self) -> Ints:
        """When each was taken down, where it was."""
        return self.at_us + 1 + (self.u("deleted/after") * _TAKEN_DOWN_DAYS * DAY_US).astype(np.int64)

    @cached_property
    def title(self) -> pa.StringArray:
        """The headlines: those of calls are made from the call."""
        call = join(self.call.symbol, ": ", pick(_ACTIONS, self.call.action), " at ", rupees(self.call.entry))
        return choose(self.is_call, call, said(self.desk.world, "posts.title", self._phrase, symbol=self.call.symbol))

    @cached_property
    def content(self) -> pa.StringArray:
        """What the posts say."""
        call, world = self.call, self.desk.world
        plan = join(
            pick(_ACTIONS, call.action),
            " ",
            call.symbol,
            " at ",
            rupees(call.entry),
            ", target ",
            rupees(call.target),
            ", stop loss ",
            rupees(call.stop_loss),
            ". ",
            some(world, "call_reasons.text", self.u("reason")),
        )
        return choose(self.is_call, plan, said(world, "posts.text", self._phrase, symbol=call.symbol))

    @cached_property
    def _phrase(self) -> Ints:
        """The row of the phrase file for each; calls take any, and do not say it."""
        kinds = np.where(self.is_call, 1, self.type)
        return rows_of(self.desk.world, "posts.post_type", _TYPES, kinds, self.u("phrase"))

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.desk.people.u(f"posts/{name}", self.number)


_ACTIONS = pa.array(shapes.ACTION.values, pa.string())


def posts_of(desk: Desk) -> Posts:
    """Return all posts of the analysts of a desk."""
    return Posts(desk, *repeat(desk.posts.count))


def post_columns(posts: Posts, bookmarks: Ints, subscribers: Ints) -> Columns:
    """Return the rows of posts; `bookmarks` of each, and the `subscribers` its analyst ever had."""
    desk, call = posts.desk, posts.call
    is_call, over = posts.is_call, posts.is_call & (call.status != market.OPEN)
    priced = is_call & (call.action != HOLD)
    entered = over & priced & (call.status != market.EXPIRED)
    views = (subscribers * shapes.VIEWS_PER_SUBSCRIBER.quantile(posts.u("views"))).astype(np.int64) + bookmarks
    return {
        "id": posts.ids,
        "analyst_id": rows_at(desk.ids, posts.row),
        "title": posts.title,
        "content": posts.content,
        "content_formatted": Nullable(_formatted(posts), is_call),
        "post_type": pick(pa.array(_TYPES), posts.type),
        "strategy_type": Nullable(pick(pa.array(shapes.STRATEGY.values, pa.string()), call.strategy), is_call),
        "audience": pick(pa.array(AUDIENCES, pa.string()), posts.audience),
        "stock_symbol": Nullable(call.symbol, posts.is_call | (posts.u("tagged") < _TAGGED_SHARE)),
        "action": Nullable(pick(_ACTIONS, call.action), is_call),
        "entry_price": Nullable(call.entry, is_call),
        "target_price": Nullable(call.target, priced),
        "stop_loss": Nullable(call.stop_loss, priced),
        "risk_reward_ratio": Nullable(call.ratio, priced),
        "confidence_level": Nullable(shapes.CONFIDENCE.texts(posts.u("confidence")), is_call),
        "call_status": Nullable(pick(pa.array(market.CALL_STATUS, pa.string()), call.status), is_call),
        "actual_entry_price": Nullable(call.entry, entered),
        "actual_exit_price": Nullable(call.exited, entered),
        "actual_profit_percent": Nullable(call.profit, entered),
        "closed_at": Nullable(call.over_us, over),
        "views_count": views,
        "bookmarks_count": bookmarks,
        "comments_count": (posts.u("comments") ** 3 * _MOST_COMMENTS).astype(np.int64),
        "is_urgent": posts.urgent,
        "is_pinned": posts.u("pinned") < _PINNED_SHARE,
        "is_featured": posts.u("featured") < _FEATURED_SHARE,
        "created_at": posts.at_us,
        "updated_at": np.where(posts.deleted, posts.deleted_us, np.where(over, call.over_us, posts.at_us)),
        "deleted_at": Nullable(posts.deleted_us, posts.deleted),
    }


_TAGGED_SHARE = 0.6


def _formatted(posts: Posts) -> pa.StringArray:
    call = posts.call
    return json_object(
        {
            "symbol": call.symbol,
            "action": pick(_ACTIONS, call.action),
            "entry": rupees(call.entry),
            "target": rupees(call.target),
            "stop_loss": rupees(call.stop_loss),
        }
    )
