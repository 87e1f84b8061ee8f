"""livepanty's population: two sides of each tip drawn alone agree, and money adds up whatever the chunks."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livvly_lab.designs.livepanty.population import POPULATION, recipe
from livvly_lab.designs.livepanty.population.buying import tokens_of
from livvly_lab.designs.livepanty.population.pairing import Pairing
from livvly_lab.designs.livepanty.population.people import People
from livvly_lab.designs.livepanty.population.performers import performers_of
from livvly_lab.designs.livepanty.population.tipping import fee_of, giving_of
from livvly_lab.designs.livepanty.population.vocabulary import POOLS
from livvly_lab.domain.population import Nullable, World
from livvly_lab.rows.pools import pool

USERS = 3_000


@pytest.fixture(scope="module")
def world() -> World:
    pools = {each.name: pool("livepanty", each) for each in POOLS}
    return World(7, USERS, 1.0, POPULATION.as_of, POPULATION.since, pools, {})


@given(st.integers(1, 5_000), st.integers(0, 2**31))
def test_a_pairing_is_a_permutation_and_its_way_back(size: int, seed: int) -> None:
    pairing, numbers = Pairing(size, seed), np.arange(size, dtype=np.int64)
    there = pairing.there(numbers)
    assert np.array_equal(np.sort(there), numbers)
    assert np.array_equal(pairing.back(there), numbers)


def test_a_pairing_leads_neighbours_apart() -> None:
    there = Pairing(100_000, 7).there(np.arange(100_000, dtype=np.int64))
    assert abs(np.corrcoef(np.arange(100_000), there)[0, 1]) < 0.02
    assert np.median(np.abs(np.diff(there))) > 20_000


def test_those_who_give_and_those_who_get_draw_the_same_tips(world: World) -> None:
    people = People.of(world)
    giving, performers = giving_of(people, 1.0), performers_of(people)
    given_, got = giving.by(0, USERS), giving.to(0, len(performers.numbers))
    assert len(given_) > USERS
    first, second = np.argsort(given_.number), np.argsort(got.number)
    for name in ("number", "sender", "performer", "stream", "at_us", "tokens", "fee"):
        assert np.array_equal(getattr(given_, name)[first], getattr(got, name)[second]), name
    few = giving.to(3, 7)
    assert set(few.number.tolist()) == set(got.number[(got.performer >= 3) & (got.performer < 7)].tolist())


def rows_of(world: World, step: int) -> dict[str, dict[str, Any]]:
    """Return all rows by table and column, as NumPy where they are, drawn so many users at a time."""
    found: dict[str, dict[str, list[Any]]] = {}
    for first in range(0, USERS, step):
        chunk = recipe.chunk(world, first, min(first + step, USERS))
        for table, columns in chunk.tables.items():
            for name, values in columns.items():
                plain = values.values if isinstance(values, Nullable) else values
                if isinstance(plain, np.ndarray):
                    found.setdefault(table, {}).setdefault(name, []).append(plain)
    return {table: {name: np.concatenate(parts) for name, parts in columns.items()} for table, columns in found.items()}


def test_any_split_gives_the_same_rows_and_the_ledger_balances(world: World) -> None:
    whole, parts = rows_of(world, USERS), rows_of(world, 700)
    assert set(whole) == set(POPULATION.ratios)
    for table, columns in whole.items():
        for name, values in columns.items():
            ones, others = (sorted(row.tobytes() for row in each) for each in (values, parts[table][name]))
            assert ones == others, f"{table}.{name}"
    ledger = whole["ledger"]
    _, group = np.unique(ledger["transaction_id"].copy().view("V16").ravel(), return_inverse=True)
    moments = ledger["created_at"] - ledger["created_at"].min()
    key = np.unique(np.column_stack([group, moments]), axis=0, return_inverse=True)[1]
    assert np.bincount(key, weights=ledger["amount"]).any() == np.False_
    wallets = whole["wallets"]
    sums = {name: int(wallets[f"{name}balance"].sum()) for name in ("", "purchases_", "fees_", "payouts_")}
    assert sum(sums.values()) == 0
    assert min(sums[""], -sums["purchases_"], sums["fees_"], sums["payouts_"]) > 0
    assert (wallets["balance"] >= wallets["reserved_balance"]).all()
    assert (wallets["reserved_balance"] >= 0).all()


def test_what_a_fee_and_a_package_are_by_hand() -> None:
    assert fee_of(np.array([10, 25, 3, 1_000]), np.array([150, 150, 150, 200])).tolist() == [2, 4, 0, 200]
    assert tokens_of(np.array([10, 5, 20]), np.array([1_000_000, 1_080_000, 1_270_000])).tolist() == [1_000, 540, 2_540]
