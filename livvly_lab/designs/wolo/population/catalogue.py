"""What pots are turned into: the packs on sale, and the campaigns that multiply points. Source: wolo section 3.6."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population.vocabulary import numbers
from livvly_lab.domain.clock import microseconds
from livvly_lab.domain.columns import Bytes
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import World

HUNDREDTHS = 100


@dataclass(frozen=True)
class Packs:
    """Packs on sale, cheapest first; `partner` is the row of partners.csv."""

    ids: Bytes
    names: pa.StringArray
    price_cfa: Ints
    valid_days: Ints
    partner: Ints

    def affordable(self, cfa: Ints) -> Ints:
        """Return the dearest pack each amount pays, -1 where it pays none."""
        return np.searchsorted(self.price_cfa, cfa, side="right").astype(np.int64) - 1


@dataclass(frozen=True)
class Campaigns:
    """Campaigns that ran or run: when, and by how many hundredths they multiply points."""

    starts_us: Ints
    ends_us: Ints
    hundredths: Ints

    def boost(self, at_us: Ints) -> Ints:
        """Return the factor in force at each time, in hundredths: the largest of those that ran, else 100."""
        runs = (at_us[:, None] >= self.starts_us) & (at_us[:, None] < self.ends_us)
        boosts: Ints = np.where(runs, self.hundredths, HUNDREDTHS).max(axis=1, initial=HUNDREDTHS)
        return boosts


@dataclass(frozen=True)
class Partners:
    """All partners, in the order of partners.csv; `split` is the partner's part in hundredths of a percent."""

    ids: Bytes
    split: Ints
    least_cfa: Ints
    active: Flags


def packs(world: World) -> Packs:
    """Return the packs on sale, those of one price by name."""
    on_sale = [row for row in world.reference["packs"] if row["is_active"]]
    rows = sorted(on_sale, key=lambda row: (_price(row), row["name"]))
    places = {partner: place for place, partner in enumerate(world.pools["partners.id"].to_pylist())}
    return Packs(
        ids=_ids([row["id"] for row in rows]),
        names=pa.array([row["name"] for row in rows]),
        price_cfa=np.array([_price(row) for row in rows], dtype=np.int64),
        valid_days=np.array([row["validity_days"] for row in rows], dtype=np.int64),
        partner=np.array([places[row["partner_id"]] for row in rows], dtype=np.int64),
    )


def campaigns(world: World) -> Campaigns:
    """Return the campaigns that have begun."""
    rows = [row for row in world.reference["sponsor_campaigns"] if row["status"] != "draft"]
    return Campaigns(
        starts_us=np.array([microseconds(datetime.fromisoformat(row["starts_at"])) for row in rows], dtype=np.int64),
        ends_us=np.array([microseconds(datetime.fromisoformat(row["ends_at"])) for row in rows], dtype=np.int64),
        hundredths=np.array([int(Decimal(str(row["points_multiplier"])) * HUNDREDTHS) for row in rows], dtype=np.int64),
    )


def partners(world: World) -> Partners:
    """Return all partners."""
    return Partners(
        ids=_ids(world.pools["partners.id"].to_pylist()),
        split=numbers(world, "partners.split_hundredths"),
        least_cfa=numbers(world, "partners.minimum_payout_cfa"),
        active=np.asarray(world.pools["partners.status"]) == "active",
    )


def templates(world: World) -> list[dict[str, Any]]:
    """Return the message templates."""
    return [dict(row) for row in world.reference["notification_templates"]]


def template_ids(world: World) -> Bytes:
    """Return the ids of the message templates."""
    return _ids([row["id"] for row in world.reference["notification_templates"]])


def _price(row: Any) -> int:
    return int(row.get("discounted_price_cfa") or row["base_price_cfa"])


def _ids(texts: list[str]) -> Bytes:
    return np.frombuffer(b"".join(UUID(each).bytes for each in texts), dtype=np.uint8).reshape(-1, 16)
