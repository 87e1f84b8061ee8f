"""The performers of a stretch of users, with what they sell: tiers, tickets, prices by region, offers.

What happens around a performer is drawn together with the performer, so that every figure is known where it is written.
Arrays have one row for each performer of the stretch.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.designs.versbottomlex.population.people import People, Performers, part_of
from livvly_lab.designs.versbottomlex.population.vocabulary import COUNTRIES, words
from livvly_lab.domain.clock import DAY_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, framed, letters_of, repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import Accounts, Flags
from livvly_lab.domain.population import NO_END, Columns, Nullable, Reference, World

SECOND_US = 1_000_000
PLANS_PER_PERFORMER = 8
TICKET = 0
"""Plan 0 of a performer is the ticket, plans 1 to 3 are the tiers."""
_MOST_TIER = 3
_REGIONS = tuple(shapes.REGION_PERCENT)
_OFFER_DAYS = 21
_TICKET_DAYS, _TIER_DAYS = 2, 30
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Market:
    """What the reference rows say about money, by position of the country in shapes.COUNTRY."""

    region: Ints
    tax_permille: Ints
    currency: tuple[str, ...]

    @property
    def currency_of(self) -> Ints:
        """The position in `currencies` of each country's currency."""
        return np.array([self.currencies.index(self.currency[region]) for region in self.region])

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies there are, dollars first."""
        return ("USD", *sorted(set(self.currency) - {"USD"}))


def market_of(reference: Reference) -> Market:
    """Return what the reference rows say about money."""
    countries = {row["code"]: row for row in reference["countries"]}
    regions = {row["code"]: row for row in reference["regions"]}
    return Market(
        region=np.array([_REGIONS.index(countries[code]["region_code"]) for code in COUNTRIES]),
        tax_permille=np.array([countries[code]["tax_permille"] for code in COUNTRIES], dtype=np.int64),
        currency=tuple(str(regions[code]["currency"]) for code in _REGIONS),
    )


@dataclass(frozen=True)
class Stage:
    """Performers `first` to `last` - 1 by their numbers."""

    world: World
    people: People
    first: int
    last: int

    @property
    def performers(self) -> Performers:
        """All performers of the world."""
        return self.people.performers

    @cached_property
    def market(self) -> Market:
        """What the reference rows say about money."""
        return market_of(self.world.reference)

    @cached_property
    def numbers(self) -> Ints:
        """The numbers of these."""
        return np.arange(self.first, self.last, dtype=np.int64)

    @cached_property
    def ordinals(self) -> Ints:
        """Their ordinals among the users."""
        return self.performers.ordinals[self.first : self.last]

    @cached_property
    def ids(self) -> Bytes:
        """Their user ids."""
        return self.performers.ids[self.first : self.last]

    @cached_property
    def lives(self) -> Accounts:
        """When they came and went."""
        return part_of(self.performers.lives, slice(self.first, self.last))

    @cached_property
    def open_us(self) -> Ints:
        """From when each streams."""
        return self.performers.verified_us[self.first : self.last]

    @cached_property
    def streaming(self) -> Flags:
        """Who streams at all."""
        return self.performers.streaming[self.first : self.last]

    @cached_property
    def tiers(self) -> Ints:
        """How many tiers each sells."""
        return shapes.TIERS.numbers(self.u("tiers")).astype(np.int64)

    @cached_property
    def has_ticket(self) -> Flags:
        """Who sells tickets for single streams."""
        return self.u("ticket") < shapes.TICKET_SHARE

    @cached_property
    def cents(self) -> Ints:
        """The price of each plan in US cents, before it was raised: one row a performer, one column a plan."""
        level = shapes.PRICE_LEVEL.numbers(self.u("level")).astype(np.int64)
        ticket = shapes.TICKET_CENTS.numbers(self.u("ticket price")).astype(np.int64)
        tiers = np.array(shapes.TIER_CENTS, dtype=np.int64)[None, :] * level[:, None] // 100
        return np.hstack([ticket[:, None], tiers])

    @cached_property
    def raised_day(self) -> Ints:
        """The day on which each raised all prices, NO_END where they did not: days since 1970."""
        open_day, last_day = self.open_us // DAY_US + 30, self.people.as_of_us // DAY_US
        day = open_day + (self.u("raised at") * (last_day - open_day)).astype(np.int64)
        raised = (self.u("raised") < shapes.RAISED_SHARE) & (last_day > open_day)
        return np.where(raised, day, NO_END)

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.people.u(f"performers/{name}", self.numbers)

    def plan_ids(self, row: Ints, plan: Ints) -> Bytes:
        """Return the ids of plans of performers of the stretch."""
        return self.people.ids("pricing_plans", self.numbers[row] * PLANS_PER_PERFORMER + plan)

    def price(self, row: Ints, plan: Ints, region: Ints, at_us: Ints) -> Ints:
        """Return what plans cost in regions at times, minor units of the region's currency, without tax."""
        return _in_region(self.cents[row, plan], region, at_us // DAY_US >= self.raised_day[row])


def _in_region(cents: Ints, region: Ints, raised: Flags) -> Ints:
    percent = np.array(list(shapes.REGION_PERCENT.values()), dtype=np.int64)[region]
    return cents * percent * np.where(raised, shapes.RAISED_PERCENT, 100) // 10_000


def stage_of(world: World, people: People, first: int, last: int) -> Stage:
    """Return the performers among users first..last-1."""
    low, high = np.searchsorted(people.performers.ordinals, (first, last))
    return Stage(world, people, int(low), int(high))


def plans_of(stage: Stage) -> tuple[Ints, Ints]:
    """Return the row of the performer of each plan, and which of the performer's plans it is."""
    exists = np.zeros((len(stage.numbers), _MOST_TIER + 1), dtype=np.bool_)
    exists[:, TICKET] = stage.has_ticket
    exists[:, 1:] = np.arange(1, _MOST_TIER + 1)[None, :] <= stage.tiers[:, None]
    exists &= stage.streaming[:, None]
    row, plan = np.nonzero(exists)
    return row.astype(np.int64), plan.astype(np.int64)


def plan_columns(stage: Stage) -> Columns:
    """Return the rows of pricing_plans."""
    row, plan = plans_of(stage)
    benefits = ('["One stream"]', '["Badge"]', '["Badge", "Recordings"]', '["Badge", "Recordings", "Backstage chat"]')
    return {
        "id": stage.plan_ids(row, plan),
        "performer_id": rows_at(stage.ids, row),
        "kind": words(("pay_per_view", "subscription"), (plan != TICKET).astype(np.int64)),
        "name": words(("Ticket", *shapes.TIER_NAMES), plan),
        "tier": Nullable(plan.astype(np.int16), plan != TICKET),
        "period_days": np.where(plan == TICKET, _TICKET_DAYS, _TIER_DAYS).astype(np.int16),
        "benefits": words(benefits, plan),
        "is_active": ~stage.lives.deleted[row],
        "created_at": stage.open_us[row] - plan * MINUTE_US,
        "updated_at": stage.open_us[row] - plan * SECOND_US,
        "deleted_at": Nullable(stage.lives.gone_us[row], stage.lives.deleted[row]),
    }


def price_columns(stage: Stage) -> Columns:
    """Return the rows of plan_prices: for each plan and region the first price, and the one it was raised to."""
    row, plan = plans_of(stage)
    raised = stage.raised_day[row] != NO_END
    owner, period = repeat(np.where(raised, 2, 1))
    place, region = np.repeat(np.arange(len(owner)), len(_REGIONS)), np.tile(np.arange(len(_REGIONS)), len(owner))
    of, period = owner[place], period[place]
    first = np.where(period == 0, stage.open_us[row][of] // DAY_US, stage.raised_day[row][of])
    until = np.where(period == 0, stage.raised_day[row][of], NO_END)
    number = ((stage.numbers[row][of] * PLANS_PER_PERFORMER + plan[of]) * len(_REGIONS) + region) * 2 + period
    return {
        "id": stage.people.ids("plan_prices", number),
        "plan_id": stage.plan_ids(row[of], plan[of]),
        "performer_id": rows_at(stage.ids, row[of]),
        "region_code": words(_REGIONS, region),
        "validity": np.stack([first, until], axis=1).astype(np.int32),
        "amount_minor": _in_region(stage.cents[row[of], plan[of]], region, period == 1),
        "currency": words(stage.market.currency, region),
    }


@dataclass(frozen=True)
class Offers:
    """Offers on tiers: at most one for each; arrays have a row for each performer and a column for each plan."""

    exists: Flags
    first_day: Ints
    percent: Ints

    @property
    def until_day(self) -> Ints:
        """The day after the last one of each."""
        return self.first_day + _OFFER_DAYS


def offers_of(stage: Stage) -> Offers:
    """Return the offers of the performers of a stage."""
    number = stage.numbers[:, None] * PLANS_PER_PERFORMER + np.arange(_MOST_TIER + 1)[None, :]
    shape, flat = number.shape, number.ravel()
    row, plan = plans_of(stage)
    sold = np.zeros(shape, dtype=np.bool_)
    sold[row, plan] = plan != TICKET
    open_day, last_day = stage.open_us // DAY_US + 7, stage.people.as_of_us // DAY_US - _OFFER_DAYS
    room = np.maximum(last_day - open_day, 0)
    day = open_day[:, None] + (stage.people.u("promotions/day", flat).reshape(shape) * room[:, None]).astype(np.int64)
    offered = stage.people.chance("promotions/there", flat, shapes.PROMOTION_SHARE).reshape(shape)
    percent = shapes.PERCENT_OFF.numbers(stage.people.u("promotions/percent", flat)).astype(np.int64).reshape(shape)
    return Offers(sold & offered & (room[:, None] > 0), day, percent)


def offer_columns(stage: Stage, offers: Offers, taken: Ints) -> Columns:
    """Return the rows of promotions; `taken` is how often each was, laid out as the offers are."""
    row, plan = np.nonzero(offers.exists)
    number = stage.numbers[row] * PLANS_PER_PERFORMER + plan
    redemptions = taken[row, plan]
    limited = stage.people.chance("promotions/limited", number, 0.5)
    code = letters_of(number % 24**5, 5, _LETTERS)
    return {
        "id": offer_ids(stage, row, plan),
        "plan_id": stage.plan_ids(row, plan),
        "performer_id": rows_at(stage.ids, row),
        "code": framed("FRONT", code),
        "percent_off": offers.percent[row, plan].astype(np.int16),
        "validity": np.stack([offers.first_day[row, plan], offers.until_day[row, plan]], axis=1).astype(np.int32),
        "most_redemptions": Nullable((redemptions // 10 + 1) * 10, limited),
        "redemptions": redemptions,
        "created_at": (offers.first_day[row, plan] - 1) * DAY_US,
    }


def offer_ids(stage: Stage, row: Ints, plan: Ints) -> Bytes:
    """Return the ids of offers."""
    return stage.people.ids("promotions", stage.numbers[row] * PLANS_PER_PERFORMER + plan)
