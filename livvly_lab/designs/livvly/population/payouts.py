"""What creators earn, draw and are ranked by: sums over everybody's calls and gifts.

Tables: creator_kyc; and from the tallies: withdrawals, diamond_wallets, creator_performance.
Source: livvly REQ-DB-002 and 004.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livvly.population import catalogue, shapes
from livvly_lab.designs.livvly.population.calls import Calls
from livvly_lab.designs.livvly.population.crowd import Crowd, legal_names
from livvly_lab.designs.livvly.population.gifts import Gifts
from livvly_lab.designs.livvly.population.people import People
from livvly_lab.designs.livvly.population.profiles import like_sha256
from livvly_lab.designs.livvly.population.vocabulary import numbers, weighted
from livvly_lab.domain.clock import DAY_US
from livvly_lab.domain.columns import digits, join, letters_of, pick, text
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable, World

PERIOD_US = 30 * DAY_US

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_MONTHS = 1_024
_APPROVED_SHARE = 0.35
_KYC_DAYS = 5
PENDING, APPROVED, PAID, REJECTED = range(4)
_STATUSES = ("pending", "approved", "paid", "rejected")


@dataclass(frozen=True)
class Kyc:
    """Identity checks of creators: when handed in and when accepted, where `verified`."""

    handed_in_us: Ints
    verified_us: Ints
    verified: Flags
    rejected: Flags


@dataclass(frozen=True)
class Withdrawals:
    """Payouts asked for, by creator: `diamonds` are hundredths, `status` a position in the statuses."""

    creator: Ints
    number: Ints
    diamonds: Ints
    asked_us: Ints
    processed_us: Ints
    status: Ints

    def total(self, creators: int, *statuses: int) -> Ints:
        """Return the diamonds of each creator in withdrawals of these statuses."""
        these = np.isin(self.status, statuses)
        sums = np.bincount(self.creator[these], weights=self.diamonds[these], minlength=creators)
        return sums.astype(np.int64)


def tallies_of(crowd: Crowd, calls: Calls, gifts: Gifts) -> dict[str, Ints]:
    """Return what the crowd brings the creators, to be added up: by month of history, and of the last 30 days."""
    people = crowd.people
    months = len(_month_starts(people))
    recent_calls = calls.answered & (calls.dialled_us >= people.as_of_us - PERIOD_US)
    recent_gifts = gifts.at_us >= people.as_of_us - PERIOD_US

    def summed(creator: Ints, amount: Any, size: int = people.creators.count) -> Ints:
        return np.bincount(creator, weights=amount, minlength=size).astype(np.int64)

    def by_month(creator: Ints, at_us: Ints, amount: Ints) -> Ints:
        month = np.searchsorted(_month_starts(people), at_us, side="right") - 1
        return summed(creator * months + month, amount, people.creators.count * months)

    called, given = calls.creator[recent_calls], gifts.creator[recent_gifts]
    return {
        "earned": by_month(calls.creator, calls.ended_us, calls.diamonds)
        + by_month(gifts.creator, gifts.at_us, gifts.diamonds),
        "recent diamonds": summed(called, calls.diamonds[recent_calls]) + summed(given, gifts.diamonds[recent_gifts]),
        "recent calls": summed(called, None),
        "recent completed": summed(called, calls.completed[recent_calls]),
        "recent seconds": summed(called, calls.seconds[recent_calls]),
        "recent stars": summed(called, calls.rating[recent_calls]),
        "recent ratings": summed(called, calls.rating[recent_calls] > 0),
        "recent gifts": summed(given, None),
    }


def kyc_columns(crowd: Crowd, creators: Ints) -> Columns:
    """Return the identity checks of creators of the crowd."""
    world, people, kyc = crowd.world, crowd.people, kyc_of(crowd.people, creators)
    ordinals, u = people.creators.ordinals[creators], people.u("kyc/number", creators)
    code = pick(world.pools["banks.code"], weighted(numbers(world, "banks.weight"), people.u("kyc/bank", creators)))
    account = (people.u("kyc/account", creators) * 10_000).astype(np.int64)
    branch = (people.u("kyc/branch", creators) * 1_000_000).astype(np.int64)
    pan = join(text(digits((u * 1_000).astype(np.int64), 3)), text(letters_of(_last_letter(u), 1, _LETTERS)))
    status = np.where(kyc.verified, "verified", np.where(kyc.rejected, "rejected", "pending"))
    return {
        "id": people.ids("creator_kyc", creators),
        "user_id": people.creators.ids[creators],
        "legal_name": legal_names(world, people, ordinals),
        "pan_hash": like_sha256(people, "kyc/pan", creators),
        "pan_last4": pan,
        "bank_account_hash": like_sha256(people, "kyc/account", creators),
        "bank_account_last4": text(digits(account, 4)),
        "ifsc_code": join(code, "0", text(digits(branch, 6))),
        "status": pa.array(status),
        "verified_at": Nullable(kyc.verified_us, kyc.verified),
        "created_at": kyc.handed_in_us,
        "updated_at": np.where(kyc.verified, kyc.verified_us, kyc.handed_in_us),
    }


def kyc_of(people: People, creators: Ints) -> Kyc:
    """Return the identity checks of creators, handed in on their first day."""
    lives = people.creators.lives
    handed_in = lives.signup_us[creators] + (people.u("kyc/handed_in", creators) * DAY_US).astype(np.int64)
    handed_in = np.minimum(handed_in, lives.until_us[creators])
    verified_us = handed_in + (people.u("kyc/after", creators) * _KYC_DAYS * DAY_US).astype(np.int64)
    status = np.asarray(shapes.KYC_STATUS.texts(people.u("kyc/status", creators)))
    done = verified_us < lives.gone_us[creators]
    return Kyc(handed_in, verified_us, (status == "verified") & done, (status == "rejected") & done)


def summary(world: World, tallies: Mapping[str, Any]) -> Iterator[tuple[str, Columns]]:
    """Yield what needs the sums over all users."""
    people = People.of(world)
    months = len(_month_starts(people))
    earned = tallies["earned"].reshape(people.creators.count, months)
    withdrawals = _withdrawals(people, earned)
    yield "withdrawals", _withdrawal_columns(world, people, withdrawals)
    yield "diamond_wallets", _wallet_columns(people, earned.sum(axis=1), withdrawals)
    yield "creator_performance", _performance_columns(people, tallies)


def _withdrawals(people: People, earned: Ints) -> Withdrawals:
    """Let creators ask for what they had by the end of each month, in the month after; never for more."""
    creators = np.arange(people.creators.count, dtype=np.int64)
    kyc, until = kyc_of(people, creators), people.creators.lives.until_us
    starts = np.append(_month_starts(people), people.as_of_us)
    left = np.zeros(len(creators), dtype=np.int64)
    asked = []
    for month in range(earned.shape[1] - 1):
        left += earned[:, month]
        number = creators * _MOST_MONTHS + month
        at = starts[month + 1] + (people.u("withdrawals/at", number) * (starts[month + 2] - starts[month + 1])).astype(
            np.int64
        )
        share = shapes.WITHDRAWAL_SHARE.numbers(people.u("withdrawals/share", number)).astype(np.int64)
        diamonds = left * share // 100 // catalogue.HUNDREDTHS * catalogue.HUNDREDTHS
        asks = diamonds >= shapes.LEAST_WITHDRAWAL_DIAMONDS * catalogue.HUNDREDTHS
        asks &= people.chance("withdrawals/asks", number, shapes.WITHDRAWAL_CHANCE)
        asks &= kyc.verified & (kyc.verified_us < at) & (at <= until)
        left -= np.where(asks, diamonds, 0)
        asked.append((creators[asks], number[asks], diamonds[asks], at[asks]))
    columns = [np.concatenate(column) for column in zip(*asked, strict=True)]
    return _decided(people, *columns)


def _decided(people: People, creator: Ints, number: Ints, diamonds: Ints, asked_us: Ints) -> Withdrawals:
    """Pay or reject after a day or two; what was asked last still waits."""
    days = shapes.PAYOUT_DAYS.quantile(people.u("withdrawals/days", number))
    processed = asked_us + (days * DAY_US).astype(np.int64)
    rejected = people.chance("withdrawals/rejected", number, shapes.WITHDRAWAL_REJECTED_SHARE)
    waiting = np.where(people.chance("withdrawals/approved", number, _APPROVED_SHARE), APPROVED, PENDING)
    status = np.where(processed < people.as_of_us, np.where(rejected, REJECTED, PAID), waiting)
    return Withdrawals(creator, number, diamonds, asked_us, processed, status)


def _withdrawal_columns(world: World, people: People, rows: Withdrawals) -> Columns:
    bank = weighted(numbers(world, "banks.weight"), people.u("kyc/bank", rows.creator))
    utr = (people.u("withdrawals/utr", rows.number) * 10**12).astype(np.int64)
    done = (rows.status == PAID) | (rows.status == REJECTED)
    return {
        "id": people.ids("withdrawals", rows.number),
        "user_id": people.creators.ids[rows.creator],
        "bank_account_id": people.ids("creator_kyc", rows.creator),
        "diamonds": rows.diamonds,
        "amount_inr": rows.diamonds,
        "status": pick(pa.array(_STATUSES), rows.status),
        "requested_at": rows.asked_us,
        "processed_at": Nullable(rows.processed_us, done),
        "utr": Nullable(join(pick(world.pools["banks.code"], bank), "N", text(digits(utr, 12))), rows.status == PAID),
        "created_at": rows.asked_us,
        "updated_at": np.where(done, rows.processed_us, rows.asked_us),
    }


def _wallet_columns(people: People, earned: Ints, withdrawals: Withdrawals) -> Columns:
    creators = np.arange(people.creators.count, dtype=np.int64)
    lives = people.creators.lives
    pending = withdrawals.total(len(creators), PENDING, APPROVED)
    paid = withdrawals.total(len(creators), PAID)
    return {
        "id": people.ids("diamond_wallets", creators),
        "user_id": people.creators.ids,
        "available_balance": earned - pending - paid,
        "pending_balance": pending,
        "lifetime_earned": earned,
        "lifetime_withdrawn": paid,
        "created_at": lives.signup_us,
        "updated_at": lives.until_us,
    }


def _performance_columns(people: People, tallies: Mapping[str, Any]) -> Columns:
    creators = np.arange(people.creators.count, dtype=np.int64)
    as_of = np.full(len(creators), people.as_of_us)
    diamonds, calls, ratings = (tallies[f"recent {name}"] for name in ("diamonds", "calls", "ratings"))
    from_diamonds = [least * catalogue.HUNDREDTHS for least, _, _ in shapes.REVENUE_TIERS]
    tier = np.searchsorted(from_diamonds, diamonds, side="right") - 1
    percent = np.array([percent for _, _, percent in shapes.REVENUE_TIERS]) * catalogue.HUNDREDTHS
    return {
        "id": people.ids("creator_performance", creators),
        "user_id": people.creators.ids,
        "period_start": as_of - PERIOD_US,
        "period_end": as_of,
        "total_earnings_30d": diamonds,
        "total_calls_30d": calls,
        "total_gifts_30d": tallies["recent gifts"],
        "total_call_minutes_30d": tallies["recent seconds"] // 60,
        "avg_rating_30d": _ratio(tallies["recent stars"] * 100, ratings),
        "total_ratings_30d": ratings,
        "completion_rate_30d": _ratio(tallies["recent completed"] * 10_000, calls),
        "revenue_tier": pick(pa.array([name for _, name, _ in shapes.REVENUE_TIERS]), tier),
        "revenue_share_percent": percent[tier],
        "calculated_at": as_of,
        "next_calculation_at": as_of + DAY_US,
        "created_at": np.minimum(people.creators.lives.signup_us + DAY_US, as_of),
        "updated_at": as_of,
    }


def _ratio(numerator: Ints, denominator: Ints) -> Nullable:
    """Return a quotient rounded half up, NULL where there is nothing to divide by."""
    by = np.maximum(denominator, 1)
    return Nullable((2 * numerator + by) // (2 * by), denominator > 0)


def _month_starts(people: People) -> Ints:
    """Return the first moment of each month of history."""
    since, end = (np.datetime64(us, "us").astype("datetime64[M]") for us in (people.since_us, people.as_of_us - 1))
    starts: Ints = np.arange(since, end + 1).astype("datetime64[us]").astype(np.int64)
    return starts


def _last_letter(u: Floats) -> Ints:
    return (u * 1_000 * len(_LETTERS)).astype(np.int64) % len(_LETTERS)
