"""The people and money of the analyst marketplace: arithmetic against cases done by hand, and what is believable."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from livvly_lab.designs import DESIGNS
from livvly_lab.designs.analyst_marketplace.population import market, shapes
from livvly_lab.designs.analyst_marketplace.population.desk import desk_of
from livvly_lab.designs.analyst_marketplace.population.market import Calls
from livvly_lab.designs.analyst_marketplace.population.payments import commission_of
from livvly_lab.designs.analyst_marketplace.population.people import People
from livvly_lab.domain.population import World
from livvly_lab.rows.encode import encode
from livvly_lab.rows.load import generate, make_world

USERS = 6_000


@lru_cache(maxsize=1)
def world() -> World:
    return make_world(DESIGNS["analyst_marketplace"], USERS, 1.0, 7)


@lru_cache(maxsize=1)
def frames() -> Mapping[str, pd.DataFrame]:
    """All rows as data frames; numeric columns become floats."""
    parts: dict[str, list[pa.RecordBatch]] = {}
    for name, filled in generate(DESIGNS["analyst_marketplace"], world()):
        parts.setdefault(name, []).append(encode(DESIGNS["analyst_marketplace"].table(name), filled).arrow())
    found = {}
    for name, batches in parts.items():
        table = pa.Table.from_batches(batches)
        found[name] = table.to_pandas()
        for column in table.schema:
            if pa.types.is_decimal(column.type):
                found[name][column.name] = found[name][column.name].astype(float)
    return found


# by hand


@pytest.mark.parametrize(
    ("amount", "permille", "commission"),
    [
        (99_900, 200, 19_980),  # ₹999 at 20 %
        (99_900, 125, 12_488),  # 12,487.5
        (4, 125, 1),  # 0.5
        (3, 125, 0),  # 0.375
        (1, 200, 0),
        (1, 0, 0),
        (100, 1_000, 100),
        (2_147_483_647, 200, 429_496_729),
    ],
)
def test_the_commission_is_rounded_half_up_and_the_rest_is_the_analysts(
    amount: int, permille: int, commission: int
) -> None:
    assert commission_of(np.array([amount]), np.array([permille])).tolist() == [commission]


def test_the_split_adds_up_for_every_amount_and_every_rate() -> None:
    amounts = np.arange(1, 20_001)
    for permille in shapes.COMMISSION_PERMILLE.values:
        assert isinstance(permille, int)
        commission = commission_of(amounts, np.full(len(amounts), permille))
        assert ((commission >= 0) & (amounts - commission >= 0)).all()
        assert np.abs(commission - amounts * permille / 1_000).max() <= 0.5


@pytest.mark.parametrize(
    ("percentage", "value", "cap", "price", "off"),
    [
        (True, 10, 1_000_000, 99_900, 9_990),
        (True, 15, 1_000_000, 99_999, 14_999),  # 14,999.85, the fraction of a paisa is not given
        (True, 50, 30_000, 99_900, 30_000),
        (True, 100, 1_000_000, 99_900, 99_800),  # a rupee is left, which the provider asks for at least
        (False, 15_000, 1_000_000, 99_900, 15_000),
        (False, 25_000, 1_000_000, 19_900, 19_800),
    ],
)
def test_a_discount_is_a_percentage_up_to_its_cap_or_an_amount(
    percentage: bool, value: int, cap: int, price: int, off: int
) -> None:
    codes = desk_of(world(), People.of(world()), 0, USERS).codes
    codes.is_percentage[0, 0], codes.value[0, 0], codes.cap[0, 0] = percentage, value, cap
    zero = np.zeros(1, dtype=np.int64)
    assert codes.discount(zero, zero, np.array([price])).tolist() == [off]


class Known(Calls):
    """Calls whose prices are given."""

    def __init__(self, sign: int, entry: int, exited: int) -> None:
        self.__dict__.update(sign=np.array([sign]), entry=np.array([entry]), exited=np.array([exited]))


@pytest.mark.parametrize(
    ("sign", "entry", "exited", "profit"),
    [
        (1, 245_150, 250_000, 198),  # 1.978 %
        (1, 800, 805, 63),  # 0.625 %, half away from zero
        (1, 800, 795, -63),
        (-1, 10_000, 9_500, 500),
        (-1, 10_000, 10_250, -250),
        (1, 5, 600, 1_190_000),  # 11,900 %, more than numeric(6,2) holds
    ],
)
def test_the_profit_of_a_call_is_in_hundredths_of_a_percent(sign: int, entry: int, exited: int, profit: int) -> None:
    assert Known(sign, entry, exited).profit.tolist() == [profit]


# believable


def test_no_profit_overflows_the_column_of_the_document() -> None:
    assert frames()["posts"].actual_profit_percent.abs().max() < 200


def test_prices_are_those_of_their_stock_in_ticks_of_five_paise_and_options_are_on_indices() -> None:
    calls = frames()["posts"].query("post_type == 'call'")
    hundredths = (calls[["entry_price", "target_price", "stop_loss"]] * 100).round()
    assert (hundredths % market.TICK).fillna(0).eq(0).all(axis=None)
    stocks = calls[calls.strategy_type != "options"].groupby("stock_symbol").entry_price
    assert (stocks.max() / stocks.min()).max() < 1.5
    assert set(calls[calls.strategy_type == "options"].stock_symbol) <= {"NIFTY", "BANKNIFTY", "FINNIFTY"}


def test_analysts_write_while_the_exchange_is_open() -> None:
    at = frames()["posts"].created_at.dt.tz_convert("Asia/Kolkata")
    assert (at.dt.day_of_week < 5).mean() > 0.9
    assert at.dt.hour.between(8, 15).mean() > 0.6


def test_registrations_emails_and_phones_look_like_those_of_india() -> None:
    users, analysts = frames()["users"], frames()["analyst_profiles"]
    assert users.phone.dropna().str.fullmatch(r"\+91[6-9]\d{9}").all()
    assert users.email.dropna().str.fullmatch(r"[a-z]+\.[a-z]+\d+@[a-z]+(\.[a-z]+)+").all()
    assert analysts.sebi_number.dropna().str.fullmatch(r"IN[AH]\d{9}").all()
    assert (analysts.sebi_number.notna() != analysts.ria_number.notna()).all()
    assert (frames()["subscription_tiers"].price_monthly.replace(0, 9_900) % 10_000 == 9_900).all()


def test_few_analysts_have_most_subscribers() -> None:
    analysts = frames()["analyst_profiles"].total_subscribers.sort_values(ascending=False)
    assert len(analysts) == USERS / shapes.USERS_PER_ANALYST
    assert 0.35 < analysts.head(len(analysts) // 10).sum() / analysts.sum() < 0.75
    assert analysts.max() / analysts.sum() < 0.3


def test_no_analyst_earns_more_a_month_than_the_column_of_the_document_holds_at_the_size_it_names() -> None:
    analysts, paid = frames()["analyst_profiles"], frames()["subscriptions"].query("status == 'active'")
    largest = shapes.POPULARITY.weights(10_000)[0] * shapes.RATIOS["subscriptions"] * 1_000_000
    assert 1_000 < largest < 10_000
    assert paid.final_price.mean() * largest < 2**31 / 2
    assert analysts.monthly_revenue.max() < 2**31 / 10


def test_every_state_of_a_subscription_comes_about_and_the_late_ones_are_late() -> None:
    subscriptions = frames()["subscriptions"]
    assert set(subscriptions.status) == {"active", "cancelled", "expired", "suspended", "pending_payment"}
    late = subscriptions[subscriptions.status == "suspended"]
    as_of = pd.Timestamp(shapes.AS_OF)
    assert ((as_of - late.expires_at) < pd.Timedelta(days=shapes.LATE_DAYS)).all()
    assert (late.grace_period_ends_at > as_of).all()
    assert (late.payment_retry_count >= 1).all()


def test_passwords_are_bcrypt_and_differ() -> None:
    hashes = frames()["users"].password_hash
    assert hashes.str.fullmatch(r"\$2b\$12\$[./A-Za-z0-9]{53}").all()
    assert hashes.is_unique
