"""The reference data of livvly: its arithmetic, its five languages, and the deviations declared beside it."""

import json
import unicodedata
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from designs_for_tests import livvly_in

from livvly_lab.checkout import folder
from livvly_lab.designs.livvly.placement import REFERENCE_TABLES
from livvly_lab.designs.livvly.schema import METADATA
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign

DATA = folder("data") / "livvly"
SCRIPTS = {"en": "LATIN", "ta": "TAMIL", "te": "TELUGU", "kn": "KANNADA", "hi": "DEVANAGARI"}
TIERS = {75: Decimal("0.75"), 80: Decimal("0.80"), 85: Decimal("0.85")}

Row = dict[str, Any]


def rows(table: str) -> list[Row]:
    found: list[Row] = json.loads((DATA / f"{table}.json").read_text(), parse_float=Decimal)
    return found


def by_name(table: str) -> dict[str, Row]:
    return {row["name"]: row for row in rows(table)}


def translations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every translated value: where it stands, and its texts by language."""
    for table in REFERENCE_TABLES:
        for row in rows(table):
            for column in ("names", "descriptions", "messages", "feature_descriptions"):
                if column in row:
                    yield f"{table}.{row.get('name', row.get('message_key'))}.{column}", row[column]


def texts(value: Any) -> list[str]:
    return [text for inner in value.values() for text in texts(inner)] if isinstance(value, dict) else [value]


@pytest.mark.parametrize(
    ("table", "number"),
    {
        "i18n_metadata": 5,
        "coin_packages": 4,
        "call_rates": 4,
        "gifts": 15,
        "subscription_plans": 4,
        "system_messages": 16,
    }.items(),
)
def test_rows_fit_their_table(table: str, number: int) -> None:
    columns = METADATA.tables[table].columns
    needed = {column.name for column in columns if not column.nullable and column.server_default is None}
    found = rows(table)
    assert len(found) == number
    for row in found:
        assert needed <= set(row) <= set(columns.keys())
        assert {"created_at"} <= set(row)  # now() as a default would make two loads differ


@pytest.mark.parametrize("table", [table for table in REFERENCE_TABLES if table != "i18n_metadata"])
def test_ids_follow_from_table_and_name(table: str) -> None:
    def name(row: Row) -> str:
        natural: str = row.get("name") or row.get("message_key") or f"{row['user_type']}.{row['call_type']}"
        return natural

    for row in rows(table):
        assert uuid.UUID(row["id"]) == uuid.uuid5(uuid.NAMESPACE_DNS, f"livvly.{table}.{name(row)}")


def test_a_package_gives_the_coins_the_specification_promises() -> None:
    coins = {row["price_inr"]: row["coins"] + row["bonus_coins"] for row in rows("coin_packages")}
    assert coins == {99: 110, 299: 350, 499: 600, 999: 1300}


def test_the_printed_bonus_is_the_rounded_one_and_only_popular_is_not_exact() -> None:
    exact = {row["name"]: Decimal(100) * row["bonus_coins"] / row["coins"] for row in rows("coin_packages")}
    printed = {row["name"]: row["bonus_percent"] for row in rows("coin_packages")}
    assert {name: round(percent) for name, percent in exact.items()} == printed
    assert [name for name in exact if exact[name] != printed[name]] == ["Popular"]
    assert round(exact["Popular"], 2) == Decimal("16.67")


def test_no_package_sells_a_coin_for_one_rupee() -> None:
    rupees = {
        row["name"]: round(Decimal(row["price_inr"]) / (row["coins"] + row["bonus_coins"]), 4)
        for row in rows("coin_packages")
    }
    assert rupees == {
        "Starter": Decimal("0.9000"),
        "Popular": Decimal("0.8543"),
        "Value": Decimal("0.8317"),
        "Premium": Decimal("0.7685"),
    }


def test_the_margin_of_a_package_turns_negative_for_large_packages_and_high_tiers() -> None:
    margins = {
        (row["name"], tier): row["price_inr"] - share * (row["coins"] + row["bonus_coins"])
        for row in rows("coin_packages")
        for tier, share in TIERS.items()
    }
    losing = {key: margin for key, margin in margins.items() if margin < 0}
    assert losing == {("Value", 85): -11, ("Premium", 80): -41, ("Premium", 85): -106}
    assert margins["Popular", 85] == Decimal("1.50")


def test_a_gift_earns_three_quarters_of_its_price() -> None:
    for gift in rows("gifts"):
        assert gift["diamond_value"] == Decimal("0.75") * gift["coin_price"], gift["name"]


def test_gifts_come_in_the_price_classes_of_the_catalogue() -> None:
    classes: dict[str, list[int]] = {}
    for gift in rows("gifts"):
        classes.setdefault(gift["category"], []).append(gift["coin_price"])
    ranges = {name: (len(prices), min(prices), max(prices)) for name, prices in classes.items()}
    assert ranges == {
        "basic": (5, 10, 50),
        "premium": (6, 100, 500),
        "luxury": (2, 1000, 2500),
        "exclusive": (2, 5000, 10000),
    }


def test_one_baseline_rate_leaves_the_range_of_8_to_25_in_peak_hours() -> None:
    peak = {
        (row["user_type"], row["call_type"]): row["base_rate"] * row["peak_multiplier"] for row in rows("call_rates")
    }
    assert {key: rate for key, rate in peak.items() if not 8 <= rate <= 25} == {("verified", "video"): 27}


@pytest.mark.parametrize(("where", "value"), list(translations()))
def test_every_translation_exists_in_five_languages_in_its_own_script(where: str, value: dict[str, Any]) -> None:
    assert list(value) == list(SCRIPTS)
    for language, script in SCRIPTS.items():
        for text in texts(value[language]):
            letters = [letter for letter in text if letter.isalpha()]
            assert letters, where
            assert text == text.strip()
            for letter in letters:
                assert unicodedata.name(letter).split()[0] in {script, "LATIN"}, (where, text)
        if language != "en":
            spoken = [letter for text in texts(value[language]) for letter in text if letter.isalpha()]
            assert any(unicodedata.name(letter).startswith(script) for letter in spoken), where


def test_every_translation_of_a_text_is_its_own() -> None:
    for where, value in translations():
        languages = [tuple(texts(text)) for text in value.values()]
        assert len(set(languages)) == len(languages), where


def test_a_plan_describes_the_features_it_has() -> None:
    for plan in rows("subscription_plans"):
        for language, described in plan["feature_descriptions"].items():
            assert set(described) == set(plan["features"]), (plan["name"], language)


def test_the_languages_of_the_metadata_are_those_of_the_texts() -> None:
    languages = rows("i18n_metadata")
    assert [row["language"] for row in languages] == list(SCRIPTS)
    for row in languages:
        assert row["locale"] == f"{row['language']}-IN"
        assert unicodedata.name(row["display_name"][0]).split()[0] == SCRIPTS[row["language"]]
        assert row["native_name"].isascii()


def test_deviations_are_told_apart_and_explained() -> None:
    deviations = json.loads((DATA / "deviations.json").read_text())
    objects = [deviation["object"] for deviation in deviations]
    assert len(set(objects)) == len(objects)
    for deviation in deviations:
        assert (
            {"object", "spec", "here", "why"} <= set(deviation) <= {"object", "spec", "here", "why", "layouts", "extra"}
        )
        assert all(deviation[key].strip() for key in ("object", "spec", "here", "why"))
        assert set(deviation.get("layouts", [])) <= set(LAYOUTS)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_deviations_a_catalog_shows_are_exactly_those_of_references_and_keys_in_the_layout(layout: str) -> None:
    declared = {
        deviation["object"]
        for deviation in json.loads((DATA / "deviations.json").read_text())
        if layout in deviation.get("layouts", [layout]) and not deviation.get("extra")
    }
    soft = {f"foreign key {r.table}.{r.column}" for r in livvly_in(layout).references if not r.real}
    assert declared == soft | set(_keys_of_partitions(livvly_in(layout)))


def _keys_of_partitions(physical: PhysicalDesign) -> Iterator[str]:
    """Yield what a partitioned table leaves to each of its partitions."""
    for table in (table for table in physical.design.tables if physical.is_partitioned(table.name)):
        if not physical.spans(table.name, table.primary_key.columns.keys()):
            yield f"primary key {table.name}"
        for index in table.indexes:
            if index.unique and not physical.spans(table.name, index.columns.keys()):
                yield f"index {index.name}"
