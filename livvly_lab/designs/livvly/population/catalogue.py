"""The prices everything is sold at: reference rows in the shape the recipes compute with.

Money is whole numbers of hundredths. Source: livvly REQ-DB-006.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livvly.population import shapes
from livvly_lab.designs.livvly.population.vocabulary import LANGUAGES
from livvly_lab.domain.columns import Bytes
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.population import World

HUNDREDTHS = 100
REVENUE_PERCENT = 75
AUDIO, VIDEO = "audio", "video"


@dataclass(frozen=True)
class Packages:
    """Coin packages on sale, cheapest first. `coins` and `total` (with the bonus) are hundredths of a coin."""

    ids: Bytes
    price_inr: Ints
    coins: Ints
    total: Ints

    def chosen(self, spending: Floats) -> Ints:
        """Return the package each user buys: the largest whose coins are worth it to them, or the smallest."""
        worth = spending * _COINS_WORTH_IT * HUNDREDTHS
        return np.maximum(np.searchsorted(self.coins, worth, side="right") - 1, 0).astype(np.int64)


@dataclass(frozen=True)
class Gifts:
    """Gifts on sale, cheapest first; `names` hold one list for each language, English where there is none."""

    ids: Bytes
    coin_price: Ints
    diamond_value: Ints
    names: pa.StringArray

    def name(self, gift: Ints, language: Ints) -> pa.StringArray:
        """Return the names of gifts in languages."""
        return self.names.take(pa.array(language * len(self.ids) + gift))


@dataclass(frozen=True)
class Plans:
    """Subscription plans on sale, cheapest first."""

    ids: Bytes
    price_inr: Ints
    days: Ints


@dataclass(frozen=True)
class Baseline:
    """Call rates where a creator has set none: by [regular, verified][audio, video], and their factor in peak hours."""

    rate: Ints
    peak_percent: Ints


_COINS_WORTH_IT = 450


def packages(world: World) -> Packages:
    """Return the coin packages on sale."""
    rows = _on_sale(world, "coin_packages", "price_inr")
    coins = _money(rows, "coins")
    return Packages(_ids(rows), _money(rows, "price_inr"), coins, coins + _money(rows, "bonus_coins"))


def gifts(world: World) -> Gifts:
    """Return the gifts on sale."""
    rows = _on_sale(world, "gifts", "coin_price")
    names = [row["names"].get(language, row["names"]["en"]) for language in LANGUAGES for row in rows]
    return Gifts(_ids(rows), _money(rows, "coin_price"), _money(rows, "diamond_value"), pa.array(names))


def plans(world: World) -> Plans:
    """Return the subscription plans on sale."""
    rows = _on_sale(world, "subscription_plans", "price_inr")
    days = np.array([row["duration_days"] for row in rows], dtype=np.int64)
    return Plans(_ids(rows), _money(rows, "price_inr"), days)


def baseline(world: World) -> Baseline:
    """Return the baseline call rates."""
    found = {(row["user_type"], row["call_type"]): row for row in world.reference["call_rates"]}
    rows = [found[kind, call_type] for kind in ("regular", "verified") for call_type in (AUDIO, VIDEO)]
    return Baseline(_money(rows, "base_rate").reshape(2, 2), _money(rows, "peak_multiplier").reshape(2, 2))


def share_of(coins: Ints) -> Ints:
    """Return the diamonds earned with coins: 75 %, rounded half up. Source: livvly REQ-DB-006."""
    return (coins * REVENUE_PERCENT + HUNDREDTHS // 2) // HUNDREDTHS


def spending_of(u: Floats) -> Floats:
    """Return how freely users spend, 1 in the middle."""
    return shapes.SPENDING.quantile(u)


def _on_sale(world: World, table: str, by: str) -> list[Any]:
    return sorted((row for row in world.reference[table] if row.get("is_active", True)), key=lambda row: row[by])


def _ids(rows: list[Any]) -> Bytes:
    return np.frombuffer(b"".join(UUID(row["id"]).bytes for row in rows), dtype=np.uint8).reshape(-1, 16)


def _money(rows: list[Any], column: str) -> Ints:
    return np.array([int(Decimal(str(row[column])) * HUNDREDTHS) for row in rows], dtype=np.int64)
