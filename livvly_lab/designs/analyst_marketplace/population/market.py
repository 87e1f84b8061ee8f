"""Stocks and what analysts say of them: prices in time, calls with entry, target and stop loss, and how they end.

A call is a function of its post's number, so that a bookmark or a notification can tell it without the post.
Prices are hundredths of a rupee, in steps of five, as the NSE quotes them. Source: analyst_marketplace §6.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.people import People
from livvly_lab.designs.analyst_marketplace.population.vocabulary import numbers, weighted
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import as_text, digits, join, pick, text
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.population import World

TICK = 5
HUNDREDTHS = 100

CALL = shapes.POST_TYPE.values.index("call")
BUY, SELL, HOLD = map(shapes.ACTION.values.index, ("BUY", "SELL", "HOLD"))
TARGET_HIT, STOP_LOSS_HIT, CLOSED, EXPIRED = range(4)
OPEN = len(shapes.OUTCOME.values)
CALL_STATUS = (*shapes.OUTCOME.values, "open")

_OPTIONS = shapes.STRATEGY.values.index("options")
_RISK = np.array(
    [
        {"intraday": 0.007, "swing": 0.03, "positional": 0.06, "long_term": 0.12, "options": 0.2}[str(s)]
        for s in shapes.STRATEGY.values
    ]
)
_HOURS = np.array(
    [
        {"intraday": 6, "swing": 240, "positional": 1_080, "long_term": 6_480, "options": 120}[str(s)]
        for s in shapes.STRATEGY.values
    ]
)
_INDICES = 3
_SWING = 0.14
_CYCLE_DAYS = 97
_NOISE = 0.01
_PREMIUM = (0.002, 0.012)


@dataclass(frozen=True)
class Calls:
    """Calls by post number: prices in hundredths; `entered` and `exited` mean something once a call is over."""

    people: People
    world: World
    number: Ints
    at_us: Ints

    def u(self, name: str) -> Floats:
        """Return a uniform value for each call."""
        return self.people.u(f"posts/{name}", self.number)

    @cached_property
    def stock(self) -> Ints:
        """The row of the stock; options are on an index."""
        stock = weighted(self.world, "stocks.weight", self.u("stock"))
        return np.where(self.strategy == _OPTIONS, stock % _INDICES, stock)

    @cached_property
    def symbol(self) -> pa.DictionaryArray:
        """The NSE symbols."""
        return pick(self.world.pools["stocks.symbol"], self.stock)

    @cached_property
    def strategy(self) -> Ints:
        """The position of each strategy in shapes.STRATEGY."""
        return shapes.STRATEGY.quantile(self.u("strategy"))

    @cached_property
    def action(self) -> Ints:
        """The position of each action in shapes.ACTION."""
        return shapes.ACTION.quantile(self.u("action"))

    @cached_property
    def sign(self) -> Ints:
        """1 where a rising price earns, -1 where a falling one does."""
        return np.where(self.action == SELL, -1, 1).astype(np.int64)

    @cached_property
    def entry(self) -> Ints:
        """The price to enter at: that of the stock at the time, or the premium of an option on it."""
        base = numbers(self.world, "stocks.price")[self.stock]
        days = self.at_us / DAY_US
        phase = self.stock * 2.4
        price = base * (1 + _SWING * np.sin(2 * np.pi * days / _CYCLE_DAYS + phase) + _NOISE * (self.u("price") - 0.5))
        low, high = _PREMIUM
        price = np.where(self.strategy == _OPTIONS, price * (low + (high - low) * self.u("premium")), price)
        return _ticks(price * HUNDREDTHS)

    @cached_property
    def risk(self) -> Ints:
        """How far the stop loss is away."""
        wide = 0.6 + 0.8 * self.u("risk")
        return np.minimum(_ticks(self.entry * _RISK[self.strategy] * wide), self.entry - TICK).clip(TICK)

    @cached_property
    def reward_tenths(self) -> Ints:
        """How many tenths of the risk the target is away."""
        return shapes.RISK_REWARD_TENTHS.numbers(self.u("reward")).astype(np.int64)

    @cached_property
    def target(self) -> Ints:
        """The price to leave at with profit."""
        return np.maximum(self.entry + self.sign * _ticks(self.risk * self.reward_tenths / 10), TICK)

    @cached_property
    def stop_loss(self) -> Ints:
        """The price to leave at with loss."""
        return self.entry - self.sign * self.risk

    @cached_property
    def over_us(self) -> Ints:
        """When each call ends: within the time its strategy gives it."""
        share = 0.05 + 0.95 * self.u("over")
        return self.at_us + (_HOURS[self.strategy] * share * HOUR_US).astype(np.int64)

    @cached_property
    def status(self) -> Ints:
        """The position of each outcome in CALL_STATUS."""
        outcome = shapes.OUTCOME.quantile(self.u("outcome"))
        return np.where(self.over_us < self.people.as_of_us, outcome, OPEN).astype(np.int64)

    @cached_property
    def exited(self) -> Ints:
        """The price each call ended at."""
        between = self.stop_loss + ((self.target - self.stop_loss) * self.u("exit")).astype(np.int64)
        ends = [self.target, self.stop_loss, _ticks(between.astype(np.float64))]
        return np.select([self.status == TARGET_HIT, self.status == STOP_LOSS_HIT], ends[:2], ends[2]).astype(np.int64)

    @cached_property
    def profit(self) -> Ints:
        """The profit in hundredths of a percent, rounded half away from zero as PostgreSQL does."""
        gained = self.sign * (self.exited - self.entry) * 100 * HUNDREDTHS
        rounded: Ints = np.sign(gained) * ((2 * np.abs(gained) + self.entry) // (2 * self.entry))
        return rounded

    @cached_property
    def ratio(self) -> pa.StringArray:
        """Risk and reward as analysts write it."""
        values = [f"1:{tenths / 10:g}" for tenths in shapes.RISK_REWARD_TENTHS.values if isinstance(tenths, int)]
        return pick(pa.array(values), shapes.RISK_REWARD_TENTHS.quantile(self.u("reward")))


def rupees(hundredths: Ints) -> pa.StringArray:
    """Return prices as texts with two digits after the point."""
    return join(as_text(hundredths // HUNDREDTHS), ".", text(digits(hundredths % HUNDREDTHS, 2)))


def _ticks(hundredths: Floats) -> Ints:
    """Return prices in whole ticks, one at least."""
    return np.maximum(np.round(np.asarray(hundredths) / TICK).astype(np.int64) * TICK, TICK)
