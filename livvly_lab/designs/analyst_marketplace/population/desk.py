"""The analysts of a stretch of users with what they sell: tiers, discount codes, invite links, channels.

Everything an analyst runs is drawn together with the analyst, so that each counter is known where it is written.
Arrays have one row for each analyst of the stretch; those of tiers, codes, links and channels one column for each
that the analyst may have.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.people import REJECTED, Analysts, People
from livvly_lab.domain.clock import DAY_US, Clock
from livvly_lab.domain.columns import Bytes
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import World

RUPEE = 100
FREE, PRO, PREMIUM = range(3)
TIER_NAMES = ("Free", "Pro", "Premium")
CODES_PER_ANALYST, LINKS_PER_ANALYST = 4, 8
COMMUNITY, ROOM, HELP = range(3)
CHANNEL_TYPES = ("community", "premium", "support")
NEVER_US = np.iinfo(np.int64).max

_COMMUNITY_SHARE, _ROOM_SHARE, _HELP_SHARE = 0.95, 0.8, 0.15
_ENDLESS_SHARE = 0.3
_LINK_DISCOUNT_SHARE = 0.4
_CYCLES = ("both", "monthly", "yearly")


@dataclass(frozen=True)
class Desk:
    """Analysts `first` to `last` - 1 by their numbers."""

    world: World
    people: People
    first: int
    last: int

    @property
    def analysts(self) -> Analysts:
        """All analysts of the world."""
        return self.people.analysts

    @cached_property
    def numbers(self) -> Ints:
        """The numbers of these."""
        return np.arange(self.first, self.last, dtype=np.int64)

    @cached_property
    def ids(self) -> Bytes:
        """Their user ids."""
        return self.analysts.ids[self.first : self.last]

    @cached_property
    def ordinals(self) -> Ints:
        """Their ordinals among the users."""
        return self.analysts.ordinals[self.first : self.last]

    @cached_property
    def selling(self) -> Flags:
        """Which of them sell."""
        return self.analysts.selling[self.first : self.last]

    @cached_property
    def open_us(self) -> Ints:
        """From when each of them sells."""
        return self.analysts.open_us[self.first : self.last]

    @cached_property
    def last_us(self) -> Ints:
        """Until when each of them sells."""
        return self.analysts.last_us[self.first : self.last]

    @cached_property
    def commission_permille(self) -> Ints:
        """The platform's share of what each of them sells."""
        return shapes.COMMISSION_PERMILLE.numbers(self.u("analysts/commission")).astype(np.int64)

    @cached_property
    def tiers(self) -> "Tiers":
        """What each of them asks for."""
        return tiers_of(self)

    @cached_property
    def codes(self) -> "Codes":
        """The discounts each of them gives."""
        return codes_of(self)

    @cached_property
    def links(self) -> "Links":
        """The invitations of each of them."""
        return links_of(self)

    @cached_property
    def posts(self) -> "Timeline":
        """How many posts each of them writes, and when."""
        return timeline_of(self)

    @cached_property
    def channels(self) -> Flags:
        """Which channels each of them has."""
        has = [self.chance("channels/community", _COMMUNITY_SHARE), self.chance("channels/premium", _ROOM_SHARE)]
        has[ROOM] &= self.tiers.exists[:, PREMIUM]
        return np.stack([*has, self.chance("channels/support", _HELP_SHARE)], axis=1) & self.selling[:, None]

    def u(self, stream: str) -> Floats:
        """Return a uniform value for each analyst."""
        return self.people.u(stream, self.numbers)

    def chance(self, stream: str, share: float) -> Flags:
        """Return True for a share of the analysts."""
        return self.people.chance(stream, self.numbers, share)

    def parts(self, most: int) -> Ints:
        """Return numbers for `most` parts of each analyst, one row each."""
        return self.numbers[:, None] * most + np.arange(most, dtype=np.int64)

    def drawn(self, stream: str, most: int) -> Floats:
        """Return a uniform value for each of these parts."""
        return self.people.u(stream, self.parts(most).ravel()).reshape(-1, most)


@dataclass(frozen=True)
class Tiers:
    """Free, Pro and Premium: which exist, their prices in paise; a yearly price of 0 is none."""

    exists: Flags
    monthly: Ints
    yearly: Ints
    on_sale: Flags


def tiers_of(desk: Desk) -> Tiers:
    """Return the tiers: prices end in 99 rupees, a year costs some months less than twelve."""
    everybody = np.ones(len(desk.numbers), dtype=np.bool_)
    free, premium = (
        desk.chance("tiers/free", shapes.HAS_FREE_SHARE),
        desk.chance("tiers/premium", shapes.HAS_PREMIUM_SHARE),
    )
    rupees = shapes.PRO_RUPEES.quantile(desk.u("tiers/price"))
    factor = shapes.PREMIUM_FACTOR.numbers(desk.u("tiers/factor")).astype(np.int64)
    pro = np.maximum(np.round(rupees / 100).astype(np.int64), 2) * 100 - 1
    dear = np.round(pro * factor / 1_000).astype(np.int64) * 100 - 1
    monthly = np.stack([pro * 0, pro, dear], axis=1) * RUPEE
    months = shapes.MONTHS_IN_A_YEARLY_PRICE.numbers(desk.u("tiers/months")).astype(np.int64)
    yearly = monthly * months[:, None] * desk.chance("tiers/yearly", shapes.YEARLY_SHARE_OF_TIERS)[:, None]
    rejected = desk.analysts.status[desk.first : desk.last] == REJECTED
    exists = np.stack([free, everybody, premium], axis=1)
    return Tiers(exists, monthly, yearly, exists & ~rejected[:, None])


@dataclass(frozen=True)
class Codes:
    """Discount codes: percentages or paise off, when they are good, for which cycle (0 both, 1 monthly, 2 yearly)."""

    exists: Flags
    is_percentage: Flags
    value: Ints
    cap: Ints
    from_us: Ints
    until_us: Ints
    cycle: Ints
    premium_only: Flags
    campaign: Ints

    def discount(self, row: Ints, column: Ints, price: Ints) -> Ints:
        """Return what codes take off prices, in paise: never more than the price less one rupee."""
        of_price = np.minimum(price * self.value[row, column] // 100, self.cap[row, column])
        off = np.where(self.is_percentage[row, column], of_price, self.value[row, column])
        return np.minimum(off, price - RUPEE)


def codes_of(desk: Desk) -> Codes:
    """Return the discount codes."""
    most = CODES_PER_ANALYST

    def u(name: str) -> Floats:
        return desk.drawn(f"codes/{name}", most)

    many = shapes.CODES.numbers(desk.u("codes/count")).astype(np.int64)
    percentage = u("kind") < shapes.PERCENTAGE_SHARE
    percent = shapes.PERCENT_OFF.numbers(u("percent").ravel()).astype(np.int64).reshape(-1, most)
    rupees = shapes.RUPEES_OFF.numbers(u("rupees").ravel()).astype(np.int64).reshape(-1, most)
    begins = desk.open_us[:, None] + (u("from") * (desk.last_us - desk.open_us).clip(0)[:, None]).astype(np.int64)
    lasts = (shapes.CODE_DAYS.quantile(u("days").ravel()).reshape(-1, most) * DAY_US).astype(np.int64)
    until = np.where(u("endless") < _ENDLESS_SHARE, NEVER_US, begins + lasts)
    return Codes(
        exists=(np.arange(most) < many[:, None]) & desk.selling[:, None],
        is_percentage=percentage,
        value=np.where(percentage, percent, rupees * RUPEE),
        cap=(500 + (u("cap") * 10).astype(np.int64) * 100) * RUPEE,
        from_us=begins,
        until_us=until,
        cycle=np.select([u("cycle") < 0.75, u("cycle") < 0.9], [0, 1], 2).astype(np.int64),
        premium_only=(u("tier") < 0.15) & desk.tiers.exists[:, PREMIUM, None],
        campaign=(u("campaign") * len(desk.world.pools["campaigns.prefix"])).astype(np.int64),
    )


@dataclass(frozen=True)
class Links:
    """Invite links: when they are good, where they were placed, and the column of the code they carry (-1: none)."""

    exists: Flags
    from_us: Ints
    until_us: Ints
    source: Ints
    code: Ints


def links_of(desk: Desk) -> Links:
    """Return the invite links."""
    most = LINKS_PER_ANALYST
    many = shapes.LINKS.numbers(desk.u("links/count")).astype(np.int64)
    begins = desk.open_us[:, None] + (
        desk.drawn("links/from", most) ** 2 * (desk.last_us - desk.open_us).clip(0)[:, None]
    ).astype(np.int64)
    lasts = (desk.drawn("links/days", most) * 360 + 20) * DAY_US
    codes = desk.codes.exists.sum(axis=1)[:, None]
    carries = (desk.drawn("links/code", most) < _LINK_DISCOUNT_SHARE) & (codes > 0)
    return Links(
        exists=(np.arange(most) < many[:, None]) & desk.selling[:, None],
        from_us=begins,
        until_us=np.where(desk.drawn("links/endless", most) < 0.7, NEVER_US, begins + lasts.astype(np.int64)),
        source=shapes.LINK_SOURCE.quantile(desk.drawn("links/source", most).ravel()).reshape(-1, most),
        code=np.where(carries, np.arange(most) % np.maximum(codes, 1), -1),
    )


@dataclass(frozen=True)
class Timeline:
    """Posts of analysts, evenly over the time each sells, by the rhythm of the exchange.

    `count` has one element for each analyst of the desk; `low` and `high` are shares of the clock.
    """

    people: People
    clock: Clock
    numbers: Ints
    count: Ints
    low: Floats
    high: Floats

    def number(self, row: Ints, position: Ints) -> Ints:
        """Return the number of a post: the analyst's, and the post's position among the analyst's."""
        return self.numbers[row] * (1 << 24) + position

    def at_us(self, row: Ints, position: Ints) -> Ints:
        """Return when posts are written; a later position is later."""
        u = self.people.u("posts/at", self.number(row, position))
        share = (position + u) / np.maximum(self.count[row], 1)
        return self.clock.at(self.low[row] + share * (self.high[row] - self.low[row]))

    def window(self, row: Ints, low_us: Ints, high_us: Ints) -> tuple[Ints, Ints]:
        """Return the first position surely after `low_us`, and the one after the last surely before `high_us`."""
        width = np.maximum(self.high[row] - self.low[row], 1e-12)

        def position(us: Ints) -> Floats:
            return np.clip((self.clock.share(us) - self.low[row]) / width, 0, 1) * self.count[row]

        first = np.floor(position(low_us)).astype(np.int64) + 1
        return first, np.minimum(np.floor(position(high_us)).astype(np.int64), self.count[row])


def timeline_of(desk: Desk) -> Timeline:
    """Return when the analysts of a desk write."""
    people = desk.people
    share = desk.analysts.diligence[desk.first : desk.last]
    means = shapes.RATIOS["posts"] * people.users * desk.world.activity * share
    clock = people.post_times
    return Timeline(
        people=people,
        clock=clock,
        numbers=desk.numbers,
        count=np.where(desk.selling, counts(desk.u("posts/count"), means), 0).astype(np.int64),
        low=clock.share(desk.open_us),
        high=clock.share(np.maximum(desk.last_us, desk.open_us)),
    )


def desk_of(world: World, people: People, first: int, last: int) -> Desk:
    """Return the desk of the analysts among users first..last-1."""
    low, high = np.searchsorted(people.analysts.ordinals, (first, last))
    return Desk(world, people, int(low), int(high))
